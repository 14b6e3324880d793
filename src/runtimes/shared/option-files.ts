import type { Host } from '../../host/host.ts'
import { fromHere, folderOf, namesIn, placeIn, textAt } from './place.ts'

/** A line of an option file of MySQL or MariaDB. */
export interface OptionLine {
  /** Between the brackets above it. */
  readonly group: string
  /** With `-` for `_`, without `loose-`, `skip-`, `disable-`, `enable-` in front. */
  readonly name: string
  /** `null`: it stands alone. */
  readonly value: string | null
  /** `skip-` or `disable-` stood in front of it. */
  readonly isOff: boolean
  readonly path: string
  /** From 1. */
  readonly line: number
}

/** Depth of includes after which MySQL stops reading (max_recursion_level of mysys/my_default.c). */
const maxDepth = 10

/**
 * The lines of the option files of a MySQL or MariaDB client, in the order in which they count: of several the last. They may hold
 * passwords: only names that are `wanted` are kept. Observed: mariadb 10.11.19 (order, quotes, comments, `_`, `skip-`, `!include`); a file that
 * everybody can write is passed over by it, which is not looked at here. Windows: MySQL 8.0 Reference Manual, Using Option Files.
 */
export function optionLines(host: Host, wanted: readonly string[]): readonly OptionLine[] {
  return optionFiles(host).flatMap((path) => linesOf(host, path, wanted, 0))
}

function optionFiles(host: Host): readonly string[] {
  const { env, home, platform } = host
  if (platform === 'win32') {
    const windows = env['WINDIR'] ?? env['SystemRoot'] ?? 'C:\\Windows'
    return [windows, 'C:'].flatMap((folder) => ['my.ini', 'my.cnf'].map((file) => `${folder}\\${file}`))
  }
  const own = env['MARIADB_HOME'] ?? env['MYSQL_HOME']
  const prefix = platform === 'darwin' ? ['/opt/homebrew/etc/my.cnf', '/usr/local/etc/my.cnf'] : []
  return [
    '/etc/my.cnf',
    '/etc/mysql/my.cnf',
    ...prefix,
    ...(own === undefined ? [] : [placeIn(host, own, 'my.cnf')]),
    placeIn(host, home, '.my.cnf'),
  ]
}

function linesOf(host: Host, path: string, wanted: readonly string[], depth: number): readonly OptionLine[] {
  const text = depth > maxDepth ? null : textAt(host, path)
  if (text === null) return []
  let group = ''
  return text.split(/\r?\n/).flatMap((raw, i): readonly OptionLine[] => {
    const line = raw.trim()
    const include = /^!(include|includedir)\s+(.+)$/.exec(line)
    if (include !== null)
      return included(host, include[1] ?? '', fromHere(host, include[2] ?? '')).flatMap((file) =>
        linesOf(host, file, wanted, depth + 1),
      )
    const heading = /^\[([^\]]*)\]/.exec(line)
    if (heading !== null) group = heading[1]?.trim() ?? ''
    const pair = /^([A-Za-z][\w-]*)\s*(?:=\s*(.*))?$/.exec(line.replace(/^([^=]*?)\s*#.*$/, '$1'))
    if (heading !== null || pair === null) return []
    const written = (pair[1] ?? '')
      .toLowerCase()
      .replaceAll('_', '-')
      .replace(/^loose-/, '')
    const name = written.replace(/^(?:skip|disable|enable)-/, '')
    if (!wanted.includes(name)) return []
    const isOff = /^(?:skip|disable)-/.test(written)
    return [{ group, name, value: pair[2] === undefined ? null : unquoted(pair[2]), isOff, path, line: i + 1 }]
  })
}

/** A comment ends an unquoted value; one pair of quotes is taken off. */
function unquoted(text: string): string {
  const quoted = /^(["'])(.*?)\1\s*(?:#.*)?$/.exec(text)
  return quoted === null ? text.replace(/\s*#.*$/, '') : (quoted[2] ?? '')
}

function included(host: Host, kind: string, path: string): readonly string[] {
  if (kind === 'include') return [path]
  const folder = path.replace(/[\\/]+$/, '')
  const suffix = host.platform === 'win32' ? /\.(?:cnf|ini)$/i : /\.cnf$/
  return namesIn(host, folder)
    .filter((name) => suffix.test(name))
    .map((name) => placeIn(host, folder === '' ? folderOf(path) : folder, name))
}
