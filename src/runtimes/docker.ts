import type { Host } from '../host/host.ts'
import type { Asking, Danger, Installation, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { onSearchPath } from './search-path.ts'
import { namesIn, placeIn, textAt } from './shared/place.ts'
import { builtIn, inFile } from './shared/setting.ts'

const source =
  'docs.docker.com: engine/security/certificates (certs.d/<host>/*.crt is added to the system on Linux; *.cert are certificates of the client), reference/cli/dockerd (insecure-registries)'

/** Docker: a program built with Go that has lists for single hosts. */
export const docker: Runtime = {
  id: 'docker',
  title: 'Docker',
  names: ['dockerd', 'podman'],
  find: async (host) =>
    onSearchPath(host, 'docker').map(
      (path): Installation => ({ runtime: 'docker', path, version: null, client: 'go', note: '' }),
    ),
  asks: async (host, installation): Promise<Asking> => ({
    installation,
    stores: [],
    unknown: 'the daemon verifies, which may stand on another machine; each registry may have a list of its own',
    why: builtIn("the daemon's system, and certs.d for single registries", ''),
    overrides: [],
    withoutEffect: registries(host),
    dangers: insecure(host),
    source,
  }),
}

function folders(host: Host): readonly string[] {
  if (host.platform === 'win32')
    return [
      placeIn(host, host.env['ProgramData'] ?? 'C:\\ProgramData', 'docker', 'certs.d'),
      placeIn(host, host.home, '.docker', 'certs.d'),
    ]
  return [
    ...(host.platform === 'darwin' ? [] : ['/etc/docker/certs.d']),
    placeIn(host, host.home, '.docker', 'certs.d'),
    placeIn(host, host.home, '.config', 'docker', 'certs.d'),
  ]
}

/** `<host>/ca.crt` reaches that registry; a file of another suffix reaches none. */
const registries = (host: Host): readonly WithoutEffect[] =>
  folders(host).flatMap((folder) =>
    namesIn(host, folder).flatMap((registry) =>
      namesIn(host, placeIn(host, folder, registry))
        .filter((name) => /\.(crt|pem|cer|der)$/.test(name))
        .map((name): WithoutEffect => {
          const setting: Setting = {
            kind: 'file',
            name: `certs.d/${registry}`,
            value: name,
            where: placeIn(host, folder, registry, name),
          }
          return name.endsWith('.crt')
            ? { setting, reason: 'some-requests', params: { reach: registry } }
            : { setting, reason: 'wrong-file-name', params: { instead: 'ca.crt' } }
        }),
    ),
  )

/** `insecure-registries` of the daemon. */
function insecure(host: Host): readonly Danger[] {
  const files =
    host.platform === 'win32'
      ? [
          placeIn(host, host.env['ProgramData'] ?? 'C:\\ProgramData', 'docker', 'config', 'daemon.json'),
          placeIn(host, host.home, '.docker', 'daemon.json'),
        ]
      : [
          '/etc/docker/daemon.json',
          placeIn(host, host.home, '.docker', 'daemon.json'),
          placeIn(host, host.home, '.config', 'docker', 'daemon.json'),
        ]
  return files.flatMap((path) => {
    const list = /"insecure-registries"\s*:\s*\[([^\]]*)\]/.exec(textAt(host, path) ?? '')?.[1] ?? ''
    return [...list.matchAll(/"([^"]+)"/g)].map(
      ([, registry = '']): Danger => ({
        setting: inFile('insecure-registries', registry, path, 0),
        reason: 'host-excepted',
        reach: registry,
      }),
    )
  })
}
