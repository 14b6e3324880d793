import type { Host } from '../../host/host.ts'
import { onSearchPath } from '../search-path.ts'
import { kindAt, realPlace } from './place.ts'

/** Programs of these names on the search path, then those of `places` (whole paths) that are there; each real file once. */
export function installed(host: Host, names: readonly string[], places: readonly string[] = []): readonly string[] {
  const all = [...names.flatMap((name) => onSearchPath(host, name)), ...places.filter((place) => kindAt(host, place) === 'file')]
  const seen = new Set<string>()
  return all.filter((path) => {
    const real = realPlace(host, path)
    const isNew = !seen.has(real)
    seen.add(real)
    return isNew
  })
}
