/** What the system refused to do with a file, in plain words. `what`: lower case, no full stop. `hint`: what to look at or to do next. */
export interface SystemWords {
  readonly what: string
  readonly hint: string
}

/** The names of a failed call to the system, as Node gives them (`errno(3)`, and the path that the call was for). */
interface SystemError {
  readonly code: string
  readonly syscall: string
  /** Empty: the call was for a file that is open. */
  readonly path: string
}

/** What a failed call to the system comes to; `null`: it is none, or one that only we can have caused. */
export function systemWords(error: unknown): SystemWords | null {
  const own = systemError(error)
  return own === null ? null : (words[own.code]?.(own) ?? null)
}

/** What any error says, in one clause: a failed call in plain words, with what to look at in brackets. */
export function messageOf(error: unknown): string {
  const plain = systemWords(error)
  if (plain !== null) return `${plain.what} (${plain.hint})`
  return error instanceof Error ? error.message : String(error)
}

/** By errno(3), POSIX.1-2017. */
const words: Readonly<Record<string, (error: SystemError) => SystemWords>> = {
  EACCES: (error) => ({ what: `this user may not ${deedOf(error)}`, hint: lookAt(error) }),
  EPERM: (error) => ({
    what: `the system forbids to ${deedOf(error)}: it is protected against changes, or somebody else's`,
    hint: isWindows(error.path)
      ? 'its properties tell who may change it'
      : `lsattr -d ${quoted(protectedAt(error))} shows i or a where it is protected`,
  }),
  EROFS: (error) => ({
    what: `cannot ${deedOf(error)}: what it lies on is mounted read-only`,
    hint: `findmnt -T ${quoted(folderOf(error))} shows the mount`,
  }),
  ENOSPC: (error) => ({ what: `cannot ${deedOf(error)}: the disk is full`, hint: roomAt(error) }),
  EDQUOT: (error) => ({ what: `cannot ${deedOf(error)}: this user has no room left on the disk`, hint: 'quota shows how much' }),
  ENOTDIR: (error) => ({
    what: `cannot ${deedOf(error)}: something in its path is a file, where a folder is wanted`,
    hint: 'rename that file, and try again',
  }),
  EISDIR: (error) => ({
    what: `cannot ${deedOf(error)}: it is a folder, where a file is wanted`,
    hint: 'rename that folder, and try again',
  }),
  ELOOP: (error) => ({
    what: `cannot ${deedOf(error)}: a link in its path leads back to itself`,
    hint: 'remove that link, and try again',
  }),
  ENAMETOOLONG: (error) => ({
    what: `cannot ${deedOf(error)}: the name is longer than the system takes`,
    hint: 'use a shorter path',
  }),
  EIO: (error) => ({
    what: `cannot ${deedOf(error)}: the disk reports an error`,
    hint: 'the log of the system says more; save what is on it',
  }),
  EMFILE: (error) => ({ what: `cannot ${deedOf(error)}: too many files are open`, hint: 'ulimit -n shows how many may be' }),
}

const calls: Readonly<Record<string, string>> = {
  scandir: 'list',
  read: 'read',
  mkdir: 'make the folder',
  rmdir: 'remove the folder',
  unlink: 'remove',
  rm: 'remove',
  rename: 'replace',
  link: 'make',
  write: 'write',
  fsync: 'write',
  chmod: 'change the mode of',
  chown: 'change the owner of',
  lstat: 'look at',
  stat: 'look at',
  readlink: 'look at',
  realpath: 'look at',
}

/** What could not be done: a name of our own for what is unfinished is nobody's file, so its folder is told. */
function deedOf(error: SystemError): string {
  const { syscall, path } = error
  if (path === '') return syscall === 'read' ? 'read a file' : 'write'
  if (unfinished.test(path)) return `write in ${folderOf(error)}`
  return `${calls[syscall] ?? 'open'} ${path}`
}

const unfinished = /[/\\]\.rootcause-\d+-[0-9a-f]{16}$/

/** Where a new name would stand. */
const folderOf = ({ path }: SystemError): string => (/[/\\]/.test(path) ? path.replace(/[/\\][^/\\]*$/, '') || '/' : '.')

/** Names are made, replaced and removed in a folder; a mode is a file's own. */
const asksFolder = ({ syscall, path }: SystemError): boolean =>
  unfinished.test(path) || ['mkdir', 'rmdir', 'unlink', 'rm', 'rename', 'link', 'lstat', 'stat'].includes(syscall)

const lookAt = (error: SystemError): string =>
  isWindows(error.path)
    ? 'its properties tell who may'
    : `ls -ld ${quoted(asksFolder(error) ? folderOf(error) : error.path)} shows whose it is, and who may do what`

/** What is replaced or removed may itself be protected; what is made only its folder. */
const protectedAt = (error: SystemError): string =>
  unfinished.test(error.path) || error.syscall === 'mkdir' ? folderOf(error) : error.path

const roomAt = (error: SystemError): string =>
  error.path === '' || isWindows(error.path)
    ? 'make room, and try again'
    : `df -h ${quoted(folderOf(error))} shows how full; make room, and try again`

const isWindows = (path: string): boolean => /^(?:[A-Za-z]:|\\\\)/.test(path)

/** For a POSIX shell; plain names stay plain. */
const quoted = (path: string): string => (/^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`)

function systemError(error: unknown): SystemError | null {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return null
  const { code, syscall } = error
  if (typeof code !== 'string' || typeof syscall !== 'string') return null
  const text = (name: 'path' | 'dest'): string => {
    const value: unknown = name in error ? (error as { readonly [key in typeof name]?: unknown })[name] : undefined
    return typeof value === 'string' ? value : ''
  }
  return { code, syscall, path: text('dest') || text('path') }
}
