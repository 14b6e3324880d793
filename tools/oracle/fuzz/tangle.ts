import { fixedKey } from '../../../test/oracle/cases/fixed-key.ts'
import { seconds } from '../../../src/model/time.ts'
import { type Draft, host, oids } from '../../../test/validation/agreement/draft.ts'
import { at, drop, type Plan, plan, serialOf } from '../../../test/validation/agreement/plan.ts'
import type { Random } from '../../../test/validation/agreement/random.ts'

/**
 * Several authorities that certify each other at random, with few names and keys, expired and renewed certificates, and a
 * store and a chain drawn from all of it: what path building can go wrong at.
 */
export function tangle(r: Random, done: string[]): Pick<Draft, 'chain' | 'sent' | 'store'> {
  const count = 2 + r.below(4)
  const names = Array.from({ length: count }, (_, i) => `Node ${i}`)
  const keyOf = (name: string) => fixedKey('p-256', `${name} ${r.once(5) ? 1 : 0}`)
  const authorities = names.map((name) => ({ name, key: keyOf(name) }))
  const all: Plan[] = []
  const made = (p: Plan): Plan => {
    p.serial = serialOf(`${p.subject} ${p.issuer} ${all.length}`)
    if (r.once(6)) p.notAfter = seconds(at - r.pick([1, 50, 100]))
    else if (r.once(8)) p.notAfter = seconds(at + r.pick([1, 10, 1000]))
    if (r.once(15)) p.notBefore = seconds(at + 1)
    if (r.once(5)) drop(p, oids.akid)
    if (r.once(6)) drop(p, oids.skid)
    all.push(p)
    return p
  }
  const first = authorities[0]
  const [target, roots] = [made(leafBy(r.pick(authorities))), authorities.filter(() => r.once(2))]
  for (const { name, key } of roots.length > 0 || first === undefined ? roots : [first]) {
    made(plan('root', name, key, name, key))
  }
  const crosses = count + r.below(4)
  for (let i = 0; i < crosses; i++) {
    const [by, of] = [r.pick(authorities), r.pick(authorities)]
    if (by !== of || r.once(4)) made(plan('intermediate', of.name, of.key, by.name, by.key))
  }
  const rest = all.slice(1)
  const isRoot = (p: Plan): boolean => p.role === 'root'
  const sent = [target, ...r.shuffle(rest.filter((p) => !r.once(isRoot(p) ? 2 : 5)))]
  const store = r.shuffle(rest.filter((p) => (isRoot(p) ? !r.once(3) : r.once(5))))
  done.push(`tangle of ${count}`)
  return { chain: [target, ...rest], sent, store: [...store] }
}

function leafBy({ name, key }: { readonly name: string; readonly key: Plan['key'] }): Plan {
  return plan('leaf', host, fixedKey('p-256', 'tangle leaf'), name, key, [{ dns: host }])
}
