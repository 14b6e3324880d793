import type { Host } from './host.ts'

/** The machine as it would be with other contents of some files; `null`: without the file. What was never written is as it is. */
export function withFiles(host: Host, files: ReadonlyMap<string, Uint8Array | null>): Host {
  const own = (path: string): Uint8Array | null | undefined => files.get(path)
  const slash = host.platform === 'win32' ? '\\' : '/'
  const isGone = (path: string): boolean => own(path) === null
  return {
    ...host,
    readFile: (path) => {
      const content = own(path)
      return content === undefined ? host.readFile(path) : content
    },
    list: (path) => {
      const names = host.list(path)
      const folder = path.endsWith(slash) ? path : path + slash
      return names === null ? null : names.filter((name) => !isGone(folder + name))
    },
    stat: (path) => (isGone(path) ? null : host.stat(path)),
    realPath: (path) => (isGone(path) ? null : host.realPath(path)),
    modified: (path) => (isGone(path) ? null : host.modified(path)),
  }
}
