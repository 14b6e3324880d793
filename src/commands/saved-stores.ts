import * as v from 'valibot'
import type { SavedStores } from '../model/machine.ts'
import type { Sha256 } from '../model/sha256.ts'
import { seconds } from '../model/time.ts'

const time = v.pipe(
  v.number(),
  v.transform((n) => seconds(n)),
)

const member = v.object({
  sha256: v.pipe(
    v.string(),
    v.regex(/^[0-9a-f]{64}$/),
    v.transform((text) => text as Sha256),
  ),
  label: v.string(),
  notAfter: v.nullable(time),
  distrusted: v.boolean(),
})

const shape = v.object({
  schema: v.literal(1),
  kind: v.literal('stores'),
  at: time,
  stores: v.array(
    v.union([
      v.object({ name: v.string(), origin: v.string(), members: v.array(member) }),
      v.object({ name: v.string(), origin: v.string(), unreadable: v.string() }),
    ]),
  ),
})

/** What `rootcause stores --save` wrote; `null`: the text is something else. */
export function savedStores(text: string): SavedStores | null {
  try {
    const read = v.safeParse(shape, JSON.parse(text))
    return read.success ? read.output : null
  } catch {
    return null
  }
}
