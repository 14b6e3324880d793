import type { Host } from '../host/host.ts'
import type { Installation } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { type ManagedFolder, programsOf } from './shared/managed-programs.ts'
import { nodeTrust } from './shared/node-trust.ts'
import { nodeVersion } from './shared/node-version.ts'
import { placeIn } from './shared/place.ts'

/** Node.js, and what its tls module trusts by itself. */
export const node: Runtime = {
  id: 'node',
  title: 'Node.js',
  names: ['nodejs', 'npx', 'node.exe'],
  find: async (host) => {
    const programs = programsOf(host, 'node', usual(host), managers(host))
    return Promise.all(
      programs.map(async ({ path, version, note }): Promise<Installation> => {
        const release = version ?? (await nodeVersion(host, path))
        return { runtime: 'node', path, version: release, client: release === null ? 'node' : `node-${release}`, note }
      }),
    )
  },
  asks: async (host, installation) => ({ installation, ...(await nodeTrust(host, installation.path, installation.version)) }),
}

function usual(host: Host): readonly string[] {
  if (host.platform === 'win32') {
    const folders = ['ProgramFiles', 'ProgramFiles(x86)'].map((name) => host.env[name] ?? '').filter((folder) => folder !== '')
    return [
      ...folders.map((folder) => placeIn(host, folder, 'nodejs', 'node.exe')),
      ...under(host, 'NVM_SYMLINK', '', 'node.exe'),
    ]
  }
  return ['/usr/local/bin/node', '/usr/bin/node', '/opt/homebrew/bin/node', '/usr/bin/nodejs']
}

/** Where each manager keeps its releases, by its variable or its usual folder. */
function managers(host: Host): readonly ManagedFolder[] {
  const unix = host.platform !== 'win32'
  const [bin, plain] = [unix ? ['bin', 'node'] : ['node.exe'], ['node.exe']]
  const data = host.env['XDG_DATA_HOME'] ?? placeIn(host, host.home, '.local', 'share')
  const [roaming, local] = [host.env['APPDATA'] ?? '', host.env['LOCALAPPDATA'] ?? '']
  const of = (manager: string, folders: readonly string[], below: readonly string[]): readonly ManagedFolder[] =>
    folders.map((folder) => ({ manager, folder, below }))
  if (!unix)
    return [
      ...of('nvm-windows', under(host, 'NVM_HOME', roaming === '' ? '' : placeIn(host, roaming, 'nvm')), plain),
      ...of('fnm', under(host, 'FNM_DIR', roaming === '' ? '' : placeIn(host, roaming, 'fnm'), 'node-versions'), [
        'installation',
        'node.exe',
      ]),
      ...of(
        'volta',
        under(host, 'VOLTA_HOME', local === '' ? '' : placeIn(host, local, 'Volta'), 'tools', 'image', 'node'),
        plain,
      ),
    ]
  return [
    ...of('nvm', under(host, 'NVM_DIR', placeIn(host, host.home, '.nvm'), 'versions', 'node'), bin),
    ...of('fnm', under(host, 'FNM_DIR', placeIn(host, data, 'fnm'), 'node-versions'), ['installation', 'bin', 'node']),
    ...of('fnm', [placeIn(host, host.home, '.fnm', 'node-versions')], ['installation', 'bin', 'node']),
    ...of(
      'fnm',
      [placeIn(host, host.home, 'Library', 'Application Support', 'fnm', 'node-versions')],
      ['installation', 'bin', 'node'],
    ),
    ...of('volta', under(host, 'VOLTA_HOME', placeIn(host, host.home, '.volta'), 'tools', 'image', 'node'), bin),
    ...of('asdf', under(host, 'ASDF_DATA_DIR', placeIn(host, host.home, '.asdf'), 'installs', 'nodejs'), bin),
    ...of('mise', under(host, 'MISE_DATA_DIR', placeIn(host, data, 'mise'), 'installs', 'node'), bin),
    ...of('nodenv', under(host, 'NODENV_ROOT', placeIn(host, host.home, '.nodenv'), 'versions'), bin),
    ...of('n', under(host, 'N_PREFIX', '/usr/local', 'n', 'versions', 'node'), bin),
  ]
}

/** A folder below the one that a variable names, or below the usual one; none where neither is known. */
function under(host: Host, name: string, usualFolder: string, ...parts: readonly string[]): readonly string[] {
  const folder = host.env[name] ?? ''
  const base = folder === '' ? usualFolder : folder
  return base === '' ? [] : [placeIn(host, base, ...parts)]
}
