import type { Host } from '../../host/host.ts'
import type { Step } from '../../model/plan.ts'
import { folderOf, nameOf } from '../../runtimes/shared/place.ts'
import { decodeBase64 } from '../../x509/base64.ts'

/**
 * The machine as it will be when these steps are done and these variables are set. It lies over the real one: files alone, for what a tool
 * will do is not known before. Whoever asks it what a runtime trusts learns whether something else beats the change.
 */
export function changedHost(host: Host, steps: readonly Step[], sets: Readonly<Record<string, string>>): Host {
  const files = new Map<string, Uint8Array | null>()
  for (const { change } of steps)
    if (change.kind === 'file') files.set(change.path, change.content === null ? null : decodeBase64(change.content).bytes)
  const realOf = (path: string): string => {
    if (files.has(path)) return path
    const folder = folderOf(path)
    const real = (isThere(host, path) ? host.realPath(path) : null) ?? inReal(host, folder, nameOf(path))
    return files.has(real) ? real : path
  }
  const isNewFolder = (path: string): boolean =>
    [...files].some(([file, content]) => content !== null && (file.startsWith(`${path}/`) || file.startsWith(`${path}\\`)))
  return {
    ...host,
    env: { ...host.env, ...sets },
    readFile: (path) => {
      const own = files.get(realOf(path))
      return own === undefined ? host.readFile(path) : own
    },
    stat: (path) => {
      const own = files.get(realOf(path))
      if (own !== undefined) return own === null ? null : 'file'
      return host.stat(path) ?? (isNewFolder(path) ? 'directory' : null)
    },
    list: (path) => {
      const names = new Set(host.list(path) ?? [])
      const isListed = host.list(path) !== null || isNewFolder(path)
      for (const [file, content] of files) {
        if (folderOf(file) !== path) continue
        if (content === null) names.delete(nameOf(file))
        else names.add(nameOf(file))
      }
      return isListed ? [...names].toSorted() : null
    },
    realPath: (path) => (files.has(realOf(path)) ? realOf(path) : host.realPath(path)),
  }
}

function isThere(host: Host, path: string): boolean {
  try {
    return host.stat(path) !== null
  } catch {
    return false
  }
}

function inReal(host: Host, folder: string, name: string): string {
  const slash = host.platform === 'win32' ? '\\' : '/'
  return `${(isThere(host, folder) ? host.realPath(folder) : null) ?? folder}${slash}${name}`
}
