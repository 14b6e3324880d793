import type { Host } from '../host/host.ts'
import type { Asking, Danger, Installation } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { onSearchPath } from './search-path.ts'
import { placeIn, textAt } from './shared/place.ts'
import { builtIn, inFile } from './shared/setting.ts'

const source = 'kubernetes.io: concepts/configuration/organize-cluster-access-kubeconfig'

/** kubectl: a program built with Go whose configuration names the authority of each cluster. */
export const kubectl: Runtime = {
  id: 'kubectl',
  title: 'kubectl',
  names: [],
  find: async (host) =>
    onSearchPath(host, 'kubectl').map(
      (path): Installation => ({ runtime: 'kubectl', path, version: null, client: 'go', note: '' }),
    ),
  asks: async (host, installation): Promise<Asking> => ({
    installation,
    stores: [],
    unknown: 'each cluster has an authority of its own',
    why: builtIn('the certificate authority of each cluster in its configuration', ''),
    overrides: [],
    withoutEffect: [],
    dangers: clusters(host),
    source,
  }),
}

/** `insecure-skip-tls-verify: true` of a cluster; nothing else of the file is looked at, for tokens and keys stand in it. */
function clusters(host: Host): readonly Danger[] {
  const listed = (host.env['KUBECONFIG'] ?? '').split(host.platform === 'win32' ? ';' : ':').filter((path) => path !== '')
  const files = listed.length > 0 ? listed : [placeIn(host, host.home, '.kube', 'config')]
  return files.flatMap((path) => {
    const lines = (textAt(host, path) ?? '').split('\n')
    return lines.flatMap((line, i): readonly Danger[] => {
      if (!/^\s*(- )?["']?insecure-skip-tls-verify["']?\s*:\s*["']?true\b/.test(line)) return []
      const near = lines
        .slice(i + 1)
        .concat(lines.slice(0, i).toReversed())
        .find((other) => /^\s+server\s*:/.test(other))
      return [
        {
          setting: inFile('insecure-skip-tls-verify', 'true', path, i + 1),
          reason: 'verification-off',
          reach: /server\s*:\s*["']?([^"'\s]+)/.exec(near ?? '')?.[1] ?? '',
        },
      ]
    })
  })
}
