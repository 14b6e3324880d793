import type { PathGraph } from '../model/path.ts'
import type { SignatureFact, SignatureVerifier } from '../model/signature.ts'

/**
 * Pairs of a certificate and a key whose signature is looked into for one evidence, those that it records among them. Any
 * certificate of one name may have signed any other of it, so that what a server sends in 64 KiB asks for 16,000. One costs about
 * 2 ms with P-384 (measured), so that all of them stay near a second; chains and stores that were not made to be hard have below 100. Our own bound.
 */
export const signatureBudget = 500

/** A graph whose signatures come out of a budget. */
export interface BudgetedGraph extends PathGraph {
  /** A pair was asked for that the budget did not reach: its fact is `not-recorded`. */
  readonly isSpent: () => boolean
}

export const isBudgeted = (graph: PathGraph): graph is BudgetedGraph => 'isSpent' in graph

/**
 * A verifier that looks into `pairs` pairs, each as often as it likes, and says of every other one that it is not recorded. Whether a
 * certificate's own key signed it is always looked into: that is one pair for each.
 */
export function withinBudget(
  verify: SignatureVerifier,
  pairs: number,
): Pick<BudgetedGraph, 'isSpent'> & { readonly verify: SignatureVerifier } {
  const settled = new Map<string, Map<string, SignatureFact>>()
  let left = pairs
  let spent = false
  return {
    isSpent: () => spent,
    verify: (child, key) => {
      let ofKey = settled.get(key.raw)
      if (ofKey === undefined) settled.set(key.raw, (ofKey = new Map()))
      let fact = ofKey.get(child.sha256)
      if (fact !== undefined) return fact
      if (key.raw !== child.subjectPublicKeyInfo.raw) {
        if (left <= 0) {
          spent = true
          return 'not-recorded'
        }
        left--
      }
      ofKey.set(child.sha256, (fact = verify(child, key)))
      return fact
    },
  }
}
