import { tlv } from '../../../src/lab/der-writer.ts'
import { basicConstraints, extKeyUsage, keyUsage } from '../../../src/lab/extensions.ts'
import { seconds } from '../../../src/model/time.ts'
import { altNames, at, constraints, put } from '../../validation/agreement/plan.ts'
import { type Departure, own, type OwnCase, rootOf, type Usual } from './own-case.ts'

const past = seconds(at - 86400)

/** Faults that can stand beside each other. */
const faults: readonly (readonly [string, (u: Usual) => Departure | void])[] = [
  ['leaf-expired', ({ leaf }) => void (leaf.notAfter = past)],
  ['ca-expired', ({ ca }) => void (ca.notAfter = past)],
  ['root-expired', ({ root }) => void (root.notAfter = past)],
  ['wrong-host', ({ leaf }) => put(leaf, altNames([{ dns: 'other.test' }]))],
  ['root-unknown', () => ({ store: [rootOf('Unrelated Root')] })],
  ['leaf-for-clients', ({ leaf }) => put(leaf, extKeyUsage('1.3.6.1.5.5.7.3.2'))],
  ['ca-no-authority', ({ ca }) => put(ca, basicConstraints(false))],
  ['ca-may-not-sign', ({ ca }) => put(ca, keyUsage(0x01))],
  ['name-not-permitted', ({ ca }) => put(ca, constraints([{ dns: 'lab.test' }], []))],
  ['leaf-bad-signature', ({ leaf }) => void (leaf.isSpoiled = true)],
  ['ca-bad-signature', ({ ca }) => void (ca.isSpoiled = true)],
  ['leaf-unknown-critical', ({ leaf }) => put(leaf, { oid: '1.3.6.1.4.1.55555.1', critical: true, value: tlv(0x05) })],
]

const together = (chosen: typeof faults): OwnCase =>
  own(chosen.map(([name]) => name).join('+'), (u) => Object.assign({}, ...chosen.map(([, apply]) => apply(u) ?? {})))

/** Every two faults at once, and some three: which one is told? */
export const doubleFaults: readonly OwnCase[] = [
  ...faults.flatMap((first, i) => faults.slice(i + 1).map((second) => together([first, second]))),
  ...faults.flatMap((first, i) => {
    const [second, third] = [faults[(i + 3) % faults.length], faults[(i + 7) % faults.length]]
    return second === undefined || third === undefined ? [] : [together([first, second, third])]
  }),
]
