import type { Observation } from '../model/evidence.ts'
import type { FailureCode } from '../model/failure.ts'
import type { Agreement } from '../model/report.ts'
import { comparable } from './comparable.ts'
import { recognise } from './recognise.ts'

/** A verdict as it was predicted. `says`: the sentence of a rejection. */
export type Predicted =
  | { readonly kind: 'accepted' | 'undetermined' | 'hangs' }
  | { readonly kind: 'rejected'; readonly says: string; readonly code?: FailureCode }

/** How what a real client said stands to what was predicted of it. */
export function agreement(predicted: Predicted, { verdict, says }: Observation): Agreement {
  if (verdict === 'none' || predicted.kind === 'undetermined') return 'open'
  // Turned away by the server, for want of a certificate of its own perhaps: it may well have accepted the chain before.
  if (predicted.kind === 'accepted' && verdict === 'rejected' && isPeers(says)) return 'open'
  if (predicted.kind !== verdict) return 'verdict'
  if (predicted.kind !== 'rejected') return 'same'
  // It ends before it connects, and its own words for that are not foretold.
  if (predicted.code === 'store-unusable') return 'open'
  return isSentence(comparable(predicted.says), comparable(says)) || isItsCode(predicted.says, says) ? 'same' : 'words'
}

/** Firefox gives its code to whoever asks over a protocol; on its page that stands below the sentence. */
const isItsCode = (predicted: string, heard: string): boolean =>
  /^Error code: \w+$/.test(heard) && predicted.split('\n').at(-1) === heard

/** A program may tell further failures below the first (wget has a line for each): the predicted one stands there first, and whole. */
const isSentence = (predicted: string, heard: string): boolean =>
  heard === predicted || (predicted !== '' && heard.startsWith(predicted) && /^\s/.test(heard.slice(predicted.length)))

/** Of a client that was shown several chains nobody knows which one it saw: where what it said fits one of them, it says nothing of the others. */
export const amongChains = (own: Agreement, all: readonly Agreement[]): Agreement =>
  own !== 'same' && all.includes('same') ? 'open' : own

/** Whether a sentence tells an alert of the other side, and nothing else. */
function isPeers(says: string): boolean {
  const known = recognise(says)
  return known.length > 0 && known.every(({ who }) => who === 'peer')
}
