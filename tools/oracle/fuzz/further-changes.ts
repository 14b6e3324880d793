import { basicConstraints, keyUsage } from '../../../src/lab/extensions.ts'
import { type Draft, oids } from '../../../test/validation/agreement/draft.ts'
import { layoutChanges } from '../../../test/validation/agreement/layout-changes.ts'
import { altNames, type AnyGeneralName, constraints, put } from '../../../test/validation/agreement/plan.ts'
import { fixedKey } from '../../../test/oracle/cases/fixed-key.ts'
import { hex } from '../../../src/lab/der-writer.ts'

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
    'key usage of an authority garbled',
    (d) => put(d.r.pick(d.chain.slice(1)), { oid: oids.ku, critical: d.r.once(2), value: d.r.pick(noBits) }),
  ],
  [
    'names that cannot be compared',
    (d) => {
      const [target] = d.chain
      const [name, base] = d.r.pick(incomparable)
      if (target !== undefined) put(target, altNames([{ dns: 'www.agree.test' }, name]))
      put(d.r.pick(d.chain.slice(1)), constraints([base], []))
    },
  ],
  [
    'weak digest or key',
    (d) => {
      const p = d.r.pick(d.chain)
      if (d.r.once(2)) p.digest = d.r.pick(['sha1', 'md5'])
      else p.key = fixedKey('rsa-1024', `weak ${p.role}`)
      const below = d.chain[d.chain.indexOf(p) - 1]
      if (below !== undefined && p.key.kind === 'rsa-1024') below.signer = p.key
      if (p.role === 'root' && p.key.kind === 'rsa-1024') p.signer = p.key
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

/** No BIT STRING (RFC 5280 §4.2.1.3). */
const noBits: readonly Uint8Array[] = ['', '0500', '03020980', '040105'].map(hex)

/** A name and a subtree of its kind, where one of the two is none (RFC 5280 §4.2.1.6, §4.2.1.10). */
const incomparable: readonly (readonly [AnyGeneralName, AnyGeneralName])[] = [
  [{ email: 'not an address' }, { email: 'agree.test' }],
  [{ email: 'a@b@agree.test' }, { email: 'agree.test' }],
  [{ email: '@agree.test' }, { email: 'agree.test' }],
  [{ uri: 'https://10.1.2.3/' }, { uri: 'agree.test' }],
  [{ uri: 'urn:x' }, { uri: 'agree.test' }],
  [{ dns: 'a..agree.test' }, { dns: 'agree.test' }],
  [{ email: 'a@agree.test' }, { email: 'b@' }],
]
