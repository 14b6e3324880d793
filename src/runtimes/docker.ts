import type { Host } from '../host/host.ts'
import type { Asking, Danger, Installation, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { onSearchPath } from './search-path.ts'
import { namesIn, placeIn, textAt } from './shared/place.ts'
import { builtIn, inFile } from './shared/setting.ts'

const source =
  'docs.docker.com: engine/security/certificates (certs.d/<host>/*.crt is added to the system on Linux; *.cert are certificates of the client), reference/cli/dockerd (insecure-registries); ' +
  'kubernetes.io: concepts/configuration/organize-cluster-access-kubeconfig'

/** Docker and kubectl: programs built with Go that have lists for single hosts. */
export const docker: Runtime = {
  id: 'docker',
  title: 'Docker and kubectl',
  names: ['kubectl', 'dockerd', 'podman'],
  find: async (host) =>
    ['docker', 'kubectl'].flatMap((tool) =>
      onSearchPath(host, tool).map(
        (path): Installation => ({ runtime: 'docker', path, version: null, client: 'go', note: tool === 'docker' ? '' : tool }),
      ),
    ),
  asks: async (host, installation): Promise<Asking> => {
    const isKubectl = installation.note === 'kubectl'
    const own = builtIn(
      isKubectl
        ? 'the certificate authority of each cluster in its configuration'
        : "the daemon's system, and certs.d for single registries",
      '',
    )
    return {
      installation,
      stores: [],
      unknown: isKubectl
        ? 'each cluster has an authority of its own'
        : 'the daemon verifies, which may stand on another machine; each registry may have a list of its own',
      why: own,
      overrides: [],
      withoutEffect: isKubectl ? [] : registries(host),
      dangers: isKubectl ? clusters(host) : insecure(host),
      source,
    }
  },
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
