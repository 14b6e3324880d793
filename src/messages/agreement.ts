import type { Observation } from '../model/evidence.ts'
import type { Agreement } from '../model/report.ts'
import { comparable } from './comparable.ts'

/** A verdict as it was predicted. `says`: the sentence of a rejection. */
export type Predicted =
  | { readonly kind: 'accepted' | 'undetermined' | 'hangs' }
  | { readonly kind: 'rejected'; readonly says: string }

/** How what a real client said stands to what was predicted of it. */
export function agreement(predicted: Predicted, { verdict, says }: Observation): Agreement {
  if (verdict === 'none' || predicted.kind === 'undetermined') return 'open'
  if (predicted.kind !== verdict) return 'verdict'
  if (predicted.kind !== 'rejected') return 'same'
  return comparable(predicted.says) === comparable(says) ? 'same' : 'words'
}
