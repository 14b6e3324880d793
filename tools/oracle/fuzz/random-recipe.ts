import { seconds } from '../../../src/model/time.ts'
import { certificateChanges } from '../../../test/validation/agreement/certificate-changes.ts'
import { type Draft, host, unrelated } from '../../../test/validation/agreement/draft.ts'
import { layoutChanges } from '../../../test/validation/agreement/layout-changes.ts'
import { at, minted, type Plan } from '../../../test/validation/agreement/plan.ts'
import { type Case, goodChain, hosts } from '../../../test/validation/agreement/random-case.ts'
import { random, type Random } from '../../../test/validation/agreement/random.ts'
import type { CertificateSpec } from '../../../src/lab/mint.ts'
import { further } from './further-changes.ts'
import { octetChanges } from './octet-changes.ts'
import { tangle } from './tangle.ts'

/**
 * How one case of a series is made: what it starts from, and steps that each have chances of their own, so that one can be
 * left out and the others do what they did.
 */
export interface Recipe {
  readonly seed: number
  readonly index: number
  readonly steps: readonly number[]
}

/** The recipe of one place in a series. */
export function recipe(seed: number, index: number): Recipe {
  const r = chances(seed, index, 'steps')
  const count = r.pick([0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4])
  return { seed, index, steps: Array.from({ length: count }, (_, i) => i) }
}

/** The case that a recipe makes. Certificates are the same each time but for the chance that is in ECDSA. */
export function follow({ seed, index, steps }: Recipe): Case {
  const start = chances(seed, index, 'start')
  const done: string[] = []
  const chain = start.once(6) ? tangle(start, done) : goodChain(start, start.pick([0, 1, 1, 1, 1, 2, 2, 2, 3]))
  const draft: Draft = { r: start, done, ...chain, host, at }
  const octets = new Map<Plan, Partial<CertificateSpec>>()
  for (const step of steps) {
    draft.r = chances(seed, index, `step ${step}`)
    change(draft, octets)
  }
  const [target] = draft.sent
  if (target === undefined) throw new Error('a case sends a target')
  if (draft.store.length === 0) draft.store = [unrelated(start)]
  const written = new Map<Plan, Uint8Array>()
  const write = (p: Plan): Uint8Array => {
    const known = written.get(p) ?? minted(p, octets.get(p))
    written.set(p, known)
    return known
  }
  return {
    id: `${seed}/${index}${steps.length > 0 ? `:${steps.join('.')}` : ''}`,
    done,
    sent: draft.sent.map(write),
    store: draft.store.map(write),
    host: draft.host,
    at: draft.at,
    key: target.key.privateKey,
  }
}

function change(draft: Draft, octets: Map<Plan, Partial<CertificateSpec>>): void {
  const { r, done } = draft
  const kind = r.below(21)
  if (kind < 9) {
    const p = r.pick(draft.chain)
    const [name, apply] = r.pick(certificateChanges)
    done.push(`${name}@${draft.chain.indexOf(p)}`)
    apply(p, r, draft)
  } else if (kind < 14) {
    const [name, apply] = r.pick(layoutChanges)
    done.push(name)
    apply(draft)
  } else if (kind < 17) {
    const [name, apply] = r.pick(further)
    done.push(name)
    apply(draft)
  } else if (kind < 19) {
    const { notBefore, notAfter } = r.pick([...draft.sent, ...draft.store])
    const edge = r.once(3) ? notBefore : notAfter
    draft.at = seconds(edge + r.pick([-1, 0, 1]))
    done.push(`at an edge, ${draft.at - at} s later`)
  } else if (kind < 20) {
    draft.host = r.pick(hosts)
    done.push(`host ${draft.host}`)
  } else {
    const p = r.pick(draft.chain)
    const [name, fields] = r.pick(octetChanges)
    done.push(`${name}@${draft.chain.indexOf(p)}`)
    octets.set(p, { ...octets.get(p), ...fields(p, r) })
  }
}

/** FNV-1a over what names the place: neighbouring seeds must not have neighbouring chances. */
function chances(seed: number, index: number, place: string): Random {
  let hash = 0x811c9dc5
  for (const character of `${seed} ${index} ${place}`) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return random(hash)
}
