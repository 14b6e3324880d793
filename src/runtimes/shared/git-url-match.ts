import type { AskedServer } from '../runtime.ts'
import type { GitSetting } from './git-settings.ts'

/** `https://host:port/` of `http.<url>.*`, without a user and a path: what is for all requests to a server. */
const wholeServer = /^https:\/\/(?<host>\[[^\]]+\]|[^/?#@:]+)(?::(?<port>\d*))?\/?$/i

/**
 * The settings that are for every request to a server, those that fit best last: of an address those with more of the host written out,
 * then the later; before all addresses those without one (git-config(1), http.<url>.*; observed with git 2.39.5). An address with a path or a
 * user is for some requests to it alone, and is left out.
 */
export function settingsFor(http: readonly GitSetting[], server: AskedServer | undefined): readonly GitSetting[] {
  const fit = ({ url }: GitSetting): number => (url === '' ? 0 : server === undefined ? -1 : hostFit(url, server))
  return http
    .map((setting) => ({ setting, fits: fit(setting) }))
    .filter(({ fits }) => fits >= 0)
    .toSorted((a, b) => a.fits - b.fits)
    .map(({ setting }) => setting)
}

/** Letters of the host that the address names; -1: it is for another server, or for some requests alone. */
function hostFit(url: string, { host, port }: AskedServer): number {
  const groups = wholeServer.exec(url)?.groups
  const own = (groups?.['host'] ?? '').toLowerCase().replace(/^\[|\]$/g, '')
  if (own === '' || Number(groups?.['port'] || 443) !== port) return -1
  const [labels, wanted] = [own.split('.'), host.toLowerCase().split('.')]
  // A star stands for one whole label.
  const isSame = labels.length === wanted.length && labels.every((label, i) => label === '*' || label === wanted[i])
  return isSame ? own.length : -1
}
