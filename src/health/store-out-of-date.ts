import type { HealthRule } from './rule.ts'
import { distinctStores, installationNames, storeNames } from './view.ts'

/** A store with fewer anchors of Mozilla's is somebody's own choice, not a copy of a programme's list. */
const ownChoice = 30
/** Copies trail their origin by some roots; so many missing make servers fail. */
const tolerated = 3

/** RC811: a copy of a public list lacks roots that Mozilla trusts now: servers below them fail here and work elsewhere. */
export const storeOutOfDate: HealthRule = (view) =>
  distinctStores(view).flatMap(({ names, members, askers }) => {
    const { mozilla, standing } = view.programmes
    const own = new Set(members.filter((m) => !m.distrusted).map(({ sha256 }) => sha256))
    const shared = [...mozilla].filter((sha256) => own.has(sha256)).length
    if (shared < ownChoice) return []
    const missing = [...mozilla].filter((sha256) => !own.has(sha256))
    const removed = [...own].filter((sha256) => !mozilla.has(sha256) && standing(sha256).isPublic)
    if (missing.length <= tolerated) return []
    return [
      {
        code: 'RC811',
        severity: 'warning' as const,
        about: missing,
        clients: [],
        params: {
          store: names[0],
          copies: storeNames(names.slice(1)),
          missing: String(missing.length),
          removed: String(removed.length),
          runtimes: installationNames(askers),
          update: view.update !== undefined && names.some(view.update.brings) ? view.update.command : '',
        },
      },
    ]
  })
