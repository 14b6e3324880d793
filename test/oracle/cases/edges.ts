import { seconds } from '../../../src/model/time.ts'
import { at } from '../../validation/agreement/plan.ts'
import { own, type OwnCase } from './own-case.ts'

const roles = ['leaf', 'ca', 'root'] as const
const places = [
  ['a-second-before', 1],
  ['at', 0],
  ['a-second-after', -1],
] as const

/** One second before, at and after each end of each validity, and validities at the ends of what can be written. */
export const edges: readonly OwnCase[] = [
  ...roles.flatMap((role) =>
    places.flatMap(([place, left]) => [
      own(`${place}-the-end-of-the-${role}`, (u) => void (u[role].notAfter = seconds(at + left))),
      own(`${place}-the-beginning-of-the-${role}`, (u) => void (u[role].notBefore = seconds(at + left))),
    ]),
  ),
  own('all-end-now', (u) => roles.forEach((role) => (u[role].notAfter = at))),
  own('all-begin-now', (u) => roles.forEach((role) => (u[role].notBefore = at))),
  own('leaf-of-one-second', (u) => void ((u.leaf.notBefore = at), (u.leaf.notAfter = at))),
  own('leaf-ends-before-it-begins', (u) => {
    u.leaf.notBefore = seconds(at + 10)
    u.leaf.notAfter = seconds(at - 10)
  }),
  own('root-without-end', (u) => void (u.root.notAfter = seconds(253402300799))),
  own('root-from-1950', (u) => void (u.root.notBefore = seconds(-631152000))),
  own('leaf-of-ten-years', (u) => void (u.leaf.notAfter = seconds(at + 3650 * 86400))),
]
