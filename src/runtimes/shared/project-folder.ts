import type { Host } from '../../host/host.ts'
import { folderOf, isAbsolutePlace, kindAt, placeIn } from './place.ts'

/** The folder in which one stands and those above it, nearest first; none where it is not known. */
export function foldersFromHere(host: Host): readonly string[] {
  const folders: string[] = []
  let folder = host.cwd
  if (!isAbsolutePlace(host, folder)) return []
  while (!folders.includes(folder)) {
    folders.push(folder)
    folder = folderOf(folder)
  }
  return folders
}

/** The project that npm sees: the nearest folder with a package.json or node_modules, else where the shell stands. `null`: not known. */
export function projectFolder(host: Host): string | null {
  const folders = foldersFromHere(host)
  const marked = folders.find((folder) =>
    ['package.json', 'node_modules'].some((name) => kindAt(host, placeIn(host, folder, name)) !== null),
  )
  return marked ?? folders[0] ?? null
}
