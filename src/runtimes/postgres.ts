import type { Host } from '../host/host.ts'
import type { Asking, Danger, Installation, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { pathProblem } from './shared/ca-path.ts'
import { installed } from './shared/installed.ts'
import { misnamed, ofOthers } from './shared/misnamed.ts'
import { kindAt, namesIn, placeIn, textAt } from './shared/place.ts'
import { printed } from './shared/printed.ts'
import { builtIn, inFile, variable } from './shared/setting.ts'

/** Clients of PostgreSQL on libpq: psql, pg_dump, and drivers such as psycopg. A connection string beats all of this. */
export const postgres: Runtime = {
  id: 'postgres',
  title: 'PostgreSQL clients (libpq)',
  names: ['psql', 'pg_dump', 'pg_restore', 'libpq'],
  find: async (host) => {
    // Debian's /usr/bin/psql is a script that starts the newest of those below /usr/lib/postgresql.
    const onPath = installed(host, ['psql'])
    return Promise.all((onPath.length > 0 ? onPath : installed(host, [], places(host))).map((path) => installation(host, path)))
  },
  asks: async (host, found) => asks(host, found),
}

function places(host: Host): readonly string[] {
  const folder = host.platform === 'win32' ? 'C:\\Program Files\\PostgreSQL' : '/usr/lib/postgresql'
  const program = host.platform === 'win32' ? 'psql.exe' : 'psql'
  return [
    ...namesIn(host, folder).map((name) => placeIn(host, folder, name, 'bin', program)),
    '/opt/homebrew/opt/libpq/bin/psql',
    '/usr/local/opt/libpq/bin/psql',
  ]
}

async function installation(host: Host, path: string): Promise<Installation> {
  const text = (await printed(host, [path, '--version'])) ?? ''
  const version = /\(PostgreSQL\) (?<version>\d+(?:\.\d+)*)/.exec(text)?.groups?.['version'] ?? null
  return { runtime: 'postgres', path, version, client: null, note: '' }
}

/** Of a service file only these are kept: it may hold passwords. */
const wanted = ['sslmode', 'sslrootcert']

interface Chosen {
  readonly setting: Setting
  readonly value: string
}

/** What the environment and the service that PGSERVICE names say: the service beats the variables (observed). Empty counts as not set. */
function chosen(host: Host, key: 'sslmode' | 'sslrootcert', name: string): readonly Chosen[] {
  const value = host.env[name] ?? ''
  const ofService = serviceSettings(host).filter((setting) => setting.name === key)
  return [...ofService, ...(value === '' ? [] : [variable(name, value)])].map((setting) => ({ setting, value: setting.value }))
}

function serviceSettings(host: Host): readonly Setting[] {
  const service = host.env['PGSERVICE'] ?? ''
  if (service === '') return []
  const own = host.env['PGSERVICEFILE'] ?? placeIn(host, host.home, '.pg_service.conf')
  const system = host.env['PGSYSCONFDIR']
  const files = [
    own,
    ...(system === undefined ? ['/etc/postgresql-common/pg_service.conf'] : [placeIn(host, system, 'pg_service.conf')]),
  ]
  for (const path of files) {
    const lines = (textAt(host, path) ?? '').split(/\r?\n/).map((line) => line.trim())
    const start = lines.indexOf(`[${service}]`)
    if (start === -1) continue
    const after = lines.findIndex((line, i) => i > start && line.startsWith('['))
    return lines.flatMap((line, i) => {
      const [name = '', ...value] = line.split('=')
      return i > start && (after === -1 || i < after) && wanted.includes(name) ? [inFile(name, value.join('='), path, i + 1)] : []
    })
  }
  return []
}

const rootFile = (host: Host): string =>
  host.platform === 'win32'
    ? placeIn(host, host.env['APPDATA'] ?? placeIn(host, host.home, 'AppData', 'Roaming'), 'postgresql', 'root.crt')
    : placeIn(host, host.home, '.postgresql', 'root.crt')

const ownNames = ['PGSSLROOTCERT', 'PGSSLMODE', 'PGSSLCERT', 'PGSSLKEY']

function asks(host: Host, found: Installation): Asking {
  const [roots, modes] = [chosen(host, 'sslrootcert', 'PGSSLROOTCERT'), chosen(host, 'sslmode', 'PGSSLMODE')]
  const home = builtIn('root.crt in the home folder', rootFile(host))
  const root = roots[0]
  const mode = modes[0] ?? { setting: builtIn('sslmode', 'prefer'), value: 'prefer' }
  const major = Number.parseInt(found.version ?? '16', 10)
  const isSystem = root?.value === 'system'
  const path = root?.value ?? home.value
  const isThere = isSystem ? major >= 16 : kindAt(host, path) === 'file'
  // Before 16 `system` is a file of that name (observed with 15).
  const store = isSystem && major >= 16 ? 'system' : path
  const why = root?.setting ?? home
  return {
    installation: found,
    stores: isThere ? [{ store, ifUnreadable: 'fails' }] : [],
    unknown: '',
    why,
    overrides: [...roots.slice(1).map(({ setting }) => setting), ...(why === home ? [] : [home])],
    withoutEffect: [
      ...(root === undefined ? [] : rootProblems(host, root, isSystem, major)),
      ...roots
        .slice(1)
        .map(({ setting }): WithoutEffect => ({ setting, reason: 'beaten', params: { by: `${why.name} in ${why.where}` } })),
      ...modes
        .slice(1)
        .map(({ setting }): WithoutEffect => ({ setting, reason: 'beaten', params: { by: `sslmode in ${mode.setting.where}` } })),
      ...misnamed(host, ownNames, {
        PGSSLROOT: 'PGSSLROOTCERT',
        PGSSLCA: 'PGSSLROOTCERT',
        PGSSLROOTCA: 'PGSSLROOTCERT',
        PGSSLCACERT: 'PGSSLROOTCERT',
      }),
      ...ofOthers(host, ['PGSSLROOTCERT'], ['SSL_CERT_FILE', 'SSL_CERT_DIR', 'CURL_CA_BUNDLE'], 'PGSSLROOTCERT'),
      ...(isThere && (mode.value === 'prefer' || mode.value === 'allow' || mode.value === 'disable') && root !== undefined
        ? [
            {
              setting: root.setting,
              reason: 'beaten' as const,
              params: { by: `sslmode=${mode.value}`, instead: 'PGSSLMODE=verify-full' },
            },
          ]
        : []),
    ],
    dangers: dangers(mode, isThere, isSystem && major >= 16),
    source:
      'observed: psql 15.18 on a loopback server; sslrootcert=system: PostgreSQL 16, libpq, SSL Support, from documentation',
  }
}

function rootProblems(host: Host, root: Chosen, isSystem: boolean, major: number): readonly WithoutEffect[] {
  if (isSystem) return major >= 16 ? [] : [{ setting: root.setting, reason: 'too-old', params: { since: '16' } }]
  const problem = pathProblem(host, root.setting, 'file')
  return problem === null ? [] : [problem]
}

/**
 * `require` and less do not verify, but `require` becomes `verify-ca` where there are roots; `system` wants `verify-full`, and is it
 * by itself. The name is checked by `verify-full` alone.
 */
function dangers(mode: Chosen, hasRoots: boolean, isSystem: boolean): readonly Danger[] {
  if (mode.value === 'verify-full' || isSystem) return []
  const reason = mode.value === 'verify-ca' || (mode.value === 'require' && hasRoots) ? 'names-not-checked' : 'verification-off'
  return [{ setting: mode.setting, reason, reach: '' }]
}
