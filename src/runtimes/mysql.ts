import type { Host } from '../host/host.ts'
import type { AskedStore, Asking, Danger, Installation, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { directoryStore, pathProblem } from './shared/ca-path.ts'
import { installed } from './shared/installed.ts'
import { ofOthers } from './shared/misnamed.ts'
import { opensslVerifyPaths } from './shared/openssl-verify-paths.ts'
import { type OptionLine, optionLines } from './shared/option-files.ts'
import { fromHere, kindAt, namesIn, placeIn } from './shared/place.ts'
import { printed } from './shared/printed.ts'
import { isAtLeast } from './shared/release-order.ts'
import { builtIn, inFile } from './shared/setting.ts'

/** The command-line clients of MySQL and MariaDB, which read option files; what a driver is told in a program is its own. */
export const mysql: Runtime = {
  id: 'mysql',
  title: 'MySQL and MariaDB clients',
  names: ['mariadb', 'mysqldump', 'mariadb-dump', 'mysqladmin', 'mariadb-admin', 'libmariadb', 'libmysqlclient'],
  find: async (host) => Promise.all(installed(host, ['mysql', 'mariadb'], places(host)).map((path) => installation(host, path))),
  asks: async (host, found) => asks(host, found),
}

function places(host: Host): readonly string[] {
  if (host.platform !== 'win32')
    return ['/opt/homebrew/bin/mysql', '/opt/homebrew/bin/mariadb', '/usr/local/mysql/bin/mysql', '/usr/local/bin/mysql']
  return ['C:\\Program Files\\MySQL', 'C:\\Program Files'].flatMap((folder) =>
    namesIn(host, folder)
      .filter((name) => /^(?:MySQL Server|MariaDB) \d/.test(name))
      .map((name) => placeIn(host, folder, name, 'bin', name.startsWith('MySQL') ? 'mysql.exe' : 'mariadb.exe')),
  )
}

async function installation(host: Host, path: string): Promise<Installation> {
  // Without its option files: an option that it does not know would stop it.
  const text = (await printed(host, [path, '--no-defaults', '--version'])) ?? ''
  const version = /(?:Distrib|from|Ver) (?<version>\d+\.\d+\.\d+)/.exec(text)?.groups?.['version'] ?? null
  return { runtime: 'mysql', path, version, client: null, note: /mariadb/i.test(text) ? 'MariaDB' : text === '' ? '' : 'MySQL' }
}

const wanted = ['ssl', 'ssl-ca', 'ssl-capath', 'ssl-mode', 'ssl-verify-server-cert']

/** Groups that `mysql` and `mariadb` read: their own help says so (observed: mariadb 10.11.19; MySQL 8.0 Reference Manual, mysql Client Options). */
const groupsOf = (isMaria: boolean): readonly string[] =>
  isMaria ? ['mysql', 'mariadb-client', 'client', 'client-server', 'client-mariadb'] : ['mysql', 'client']

const settingOf = ({ name, value, isOff, path, line }: OptionLine): Setting =>
  inFile(isOff ? `skip-${name}` : name, value ?? '', path, line)

interface Checking {
  readonly chain: boolean
  readonly name: boolean
  /** What says so. */
  readonly by: Setting
}

function asks(host: Host, found: Installation): Asking {
  const isMaria = found.note === 'MariaDB'
  const all = optionLines(host, wanted)
  const own = all.filter(({ group }) => groupsOf(isMaria).includes(group))
  const last = (name: string): OptionLine | null => own.findLast((line) => line.name === name && line.value !== '') ?? null
  const [file, folder] = [last('ssl-ca'), last('ssl-capath')]
  const checking = isMaria ? ofMaria(found.version, own, file ?? folder) : ofMysql(last('ssl-mode'), file ?? folder)
  const named = [file, folder].filter((line) => line !== null)
  const built = opensslVerifyPaths(host, opensslFolder(host), '3', found.path)
  const paths: readonly AskedStore[] = [
    ...(file === null ? [] : [{ store: fromHere(host, file.value ?? ''), ifUnreadable: 'fails' as const }]),
    ...(folder === null
      ? []
      : [{ store: directoryStore(host, fromHere(host, folder.value ?? ''), true), ifUnreadable: 'goes-on' as const }]),
  ]
  // MariaDB leaves the choice to OpenSSL where nothing is named (libmariadb/secure/openssl.c); MySQL refuses to verify then.
  const isBuilt = named.length === 0 && isMaria
  const unknownOption = isMaria ? own.find(({ name }) => name === 'ssl-mode') : undefined
  const why = named[0] === undefined ? (isBuilt ? built.why : builtIn('no authority is named (ssl-ca)', '')) : settingOf(named[0])
  return {
    installation: found,
    stores: isBuilt ? built.stores : paths,
    unknown:
      unknownOption === undefined
        ? ''
        : `it does not start: MariaDB does not know ssl-mode, in ${unknownOption.path}:${unknownOption.line}; ssl-verify-server-cert is its option`,
    why,
    overrides: named.slice(1).map(settingOf),
    withoutEffect: [
      ...named.flatMap((line) => pathProblem(host, settingOf(line), line === file ? 'file' : 'hashed-directory') ?? []),
      ...beaten(own, named),
      ...all
        .filter((line) => isOfServer(line))
        .map(
          (line): WithoutEffect => ({
            setting: settingOf(line),
            reason: 'some-requests',
            params: { reach: 'the server, not its clients', instead: '[client]' },
          }),
        ),
      ...(named.length > 0 && !checking.chain && named[0] !== undefined
        ? [
            {
              setting: settingOf(named[0]),
              reason: 'beaten' as const,
              params: { by: checking.by.name, instead: 'ssl-mode=VERIFY_IDENTITY' },
            },
          ]
        : []),
      ...(isBuilt ? built.withoutEffect : ofOthers(host, [], ['SSL_CERT_FILE', 'SSL_CERT_DIR', 'CURL_CA_BUNDLE'], 'ssl-ca')),
    ],
    dangers: dangers(checking),
    source:
      'observed: mariadb 10.11.19, what its option files come to; source: mariadb-connector-c, libmariadb/secure/openssl.c; MariaDB 11.4, include/sslopt-vars.h (verifies unless told otherwise); mysql-server 8.0, client/include/sslopt-case.h (ssl-ca makes ssl-mode VERIFY_CA). No handshake was made',
  }
}

const isOfServer = ({ group, name }: OptionLine): boolean => /^(?:mysqld|mariadbd|server)\b/.test(group) && name === 'ssl-ca'

const beaten = (own: readonly OptionLine[], kept: readonly OptionLine[]): readonly WithoutEffect[] =>
  own
    .filter((line) => (line.name === 'ssl-ca' || line.name === 'ssl-capath') && !kept.includes(line) && line.value !== null)
    .flatMap((line): readonly WithoutEffect[] => {
      const by = kept.find(({ name }) => name === line.name)
      return by === undefined
        ? []
        : [{ setting: settingOf(line), reason: 'beaten', params: { by: `${by.name} in ${by.path}:${by.line}` } }]
    })

/** From 11.4 on verification is the default, and its absence a setting; before, an authority makes the chain count and not the name. */
function ofMaria(version: string | null, own: readonly OptionLine[], named: OptionLine | null): Checking {
  const tls = own.findLast(({ name }) => name === 'ssl')
  if (tls !== undefined && isFalse(tls)) return { chain: false, name: false, by: settingOf(tls) }
  const verify = own.findLast(({ name }) => name === 'ssl-verify-server-cert')
  const isOn = verify === undefined ? isAtLeast(version, '11.4') : !isFalse(verify)
  const by =
    verify === undefined
      ? named === null
        ? builtIn('ssl-verify-server-cert', isOn ? 'on' : 'off')
        : settingOf(named)
      : settingOf(verify)
  return { chain: isOn || named !== null, name: isOn, by }
}

const isFalse = ({ isOff, value }: OptionLine): boolean => isOff || /^(?:0|off|false)$/i.test(value ?? '')

function ofMysql(mode: OptionLine | null, named: OptionLine | null): Checking {
  const implied = named === null ? 'PREFERRED' : 'VERIFY_CA'
  const value = (mode?.value ?? implied).toUpperCase()
  const by = mode === null ? (named === null ? builtIn('ssl-mode', implied) : settingOf(named)) : settingOf(mode)
  return { chain: value.startsWith('VERIFY'), name: value === 'VERIFY_IDENTITY', by }
}

function dangers({ chain, name, by }: Checking): readonly Danger[] {
  if (chain && name) return []
  return [{ setting: by, reason: chain ? 'names-not-checked' : 'verification-off', reach: '' }]
}

/** Where distributions let their OpenSSL look: Debian's, Fedora's, then everybody's. */
const opensslFolder = (host: Host): string =>
  ['/usr/lib/ssl', '/etc/pki/tls', '/etc/ssl'].find((folder) => kindAt(host, placeIn(host, folder, 'certs')) === 'directory') ??
  '/nonexistent'
