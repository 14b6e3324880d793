import type { Host } from '../../host/host.ts'
import { folderOf, placeIn, realPlace, textAt } from './place.ts'

/** The folder and release of the npm package that a program belongs to, by the nearest package.json of that name. `null`: there is none. */
export function packageOf(
  host: Host,
  program: string,
  names: readonly string[],
): { readonly folder: string; readonly version: string } | null {
  const own = folderOf(realPlace(host, program))
  // `bin/npm-cli.js` in the package; on Windows `npm.cmd` beside node_modules.
  const beside = names.map((name) => placeIn(host, own, 'node_modules', ...name.split('/')))
  for (const folder of [own, folderOf(own), folderOf(folderOf(own)), ...beside]) {
    const text = textAt(host, placeIn(host, folder, 'package.json')) ?? ''
    const name = /"name"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? ''
    const version = /"version"\s*:\s*"(\d[^"]*)"/.exec(text)?.[1]
    if (names.includes(name) && version !== undefined) return { folder, version }
  }
  return null
}
