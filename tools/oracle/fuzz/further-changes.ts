import { basicConstraints, keyUsage } from '../../../src/lab/extensions.ts'
import type { Draft } from '../../../test/validation/agreement/draft.ts'
import { layoutChanges } from '../../../test/validation/agreement/layout-changes.ts'
import { altNames, constraints, put } from '../../../test/validation/agreement/plan.ts'

/** Changes that the older generator draws too rarely, or not at all. */
export const further: readonly (readonly [string, (d: Draft) => void])[] = [
  ['store turned', (d) => void (d.store = [...d.store].reverse())],
  ['sent in reverse behind the target', (d) => void (d.sent = [...d.sent.slice(0, 1), ...d.sent.slice(1).reverse()])],
  [
    'path length 0 high up',
    (d) => {
      const p = d.chain.at(-1)
      if (p !== undefined && p.role !== 'leaf') put(p, basicConstraints(true, 0))
    },
  ],
  [
    'excluded own name',
    (d) => {
      const p = d.r.pick(d.chain.slice(1))
      put(p, constraints([], [{ dns: d.r.pick(['agree.test', 'test', '.agree.test', 'www.agree.test']) }]))
    },
  ],
  [
    'permitted other name',
    (d) => {
      const p = d.r.pick(d.chain.slice(1))
      put(p, constraints([{ dns: d.r.pick(['other.test', 'agree.test', 'www.other.test']) }], []))
    },
  ],
  [
    'authority that may not sign',
    (d) => {
      const p = d.r.pick(d.chain.slice(1))
      put(p, keyUsage(0x01))
    },
  ],
  [
    'authority that is none',
    (d) => {
      const p = d.r.pick(d.chain.slice(1))
      put(p, basicConstraints(false))
    },
  ],
  [
    'names beside',
    (d) => {
      const [p] = d.chain
      if (p !== undefined) put(p, altNames([{ dns: '*.agree.test' }, { dns: 'agree.test' }, { ip: [127, 0, 0, 1] }]))
    },
  ],
  [
    'very long',
    (d) => {
      const lengthen = layoutChanges.find(([name]) => name === 'long')?.[1]
      for (let i = 0; i < 4; i++) lengthen?.(d)
    },
  ],
  [
    'address against subtrees of no size',
    (d) => {
      const [target] = d.chain
      if (target !== undefined) put(target, altNames([{ dns: 'www.agree.test' }, { ip: [10, 1, 2, 3] }]))
      put(d.r.pick(d.chain.slice(1)), constraints([{ ip: [10, 0, 0, 0, 255, 0, 0] }], []))
    },
  ],
]
