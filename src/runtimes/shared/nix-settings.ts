import type { Host } from '../../host/host.ts'
import type { Setting } from '../../model/machine.ts'
import { folderOf, isAbsolutePlace, kindAt, placeIn, textAt } from './place.ts'
import { inFile } from './setting.ts'

/**
 * What Nix is told of `ssl-cert-file` (NixOS/nix 88b09c64fb: src/libstore/globals.cc, loadConfFile and nixUserConfFiles; src/libutil/configuration.cc,
 * parseConfigFiles), the one that wins first: NIX_CONFIG, the user's files, the machine's. Empty: nothing.
 */
export function nixCertFiles(host: Host): readonly Setting[] {
  const { env } = host
  const user =
    env['NIX_USER_CONF_FILES']?.split(':').filter((path) => path !== '') ??
    userFolders(host).map((f) => placeIn(host, f, 'nix.conf'))
  const machine = placeIn(host, env['NIX_CONF_DIR'] || '/etc/nix', 'nix.conf')
  const own = linesOf(env['NIX_CONFIG'] ?? '').flatMap((words, i) => setting(words, 'NIX_CONFIG', i + 1))
  return [...own.toReversed(), ...[...user, machine].flatMap((path) => inFileOf(host, path, 8).toReversed())]
}

/** getConfigDirs of src/libutil/users.cc. */
function userFolders({ env, home }: Host): readonly string[] {
  const own = env['NIX_CONFIG_HOME'] ?? `${env['XDG_CONFIG_HOME'] || `${home}/.config`}/nix`
  return [own, ...(env['XDG_CONFIG_DIRS'] || '/etc/xdg').split(':').map((folder) => `${folder}/nix`)]
}

/** In the order of the lines, the later ones win. `depth`: files that may still include one another. */
function inFileOf(host: Host, path: string, depth: number): readonly Setting[] {
  if (kindAt(host, path) !== 'file') return []
  return linesOf(textAt(host, path) ?? '').flatMap((words, i) => {
    const [key, value = ''] = words
    if (key !== 'include' && key !== '!include') return setting(words, path, i + 1)
    const included = isAbsolutePlace(host, value) ? value : placeIn(host, folderOf(path), value)
    return depth === 0 || value === '' ? [] : inFileOf(host, included, depth - 1)
  })
}

const setting = ([key, sign, ...words]: readonly string[], path: string, line: number): readonly Setting[] =>
  key === 'ssl-cert-file' && sign === '=' ? [inFile(key, words.join(' '), path, line)] : []

/** Words of each line, less what stands behind a `#`. */
const linesOf = (text: string): readonly (readonly string[])[] =>
  text.split(/\r?\n/).map((line) =>
    line
      .replace(/#.*$/, '')
      .split(/[ \t\r]+/)
      .filter((word) => word !== ''),
  )
