import { describe, expect, it } from 'vitest'
import { labKey } from '../../src/lab/key.ts'
import { keyUsage } from '../../src/lab/extensions.ts'
import { seconds } from '../../src/model/time.ts'
import { ourAnswer, profileOf } from './agreement/ours.ts'
import { at, minted, type Plan, plan, put } from './agreement/plan.ts'
import type { Case } from './agreement/random-case.ts'

const host = 'www.agree.test'
const key = (role: string) => labKey('p-256', `relatives ${role}`)
const names = [{ dns: host }]

const root = plan('root', 'Root', key('root'), 'Root', key('root'))
const intermediate = (change: (p: Plan) => void = () => undefined): Plan => {
  const made = plan('intermediate', 'Tier', key('tier'), 'Root', key('root'))
  change(made)
  return made
}
const leaf = plan('leaf', host, key('leaf'), 'Tier', key('tier'), names)

/** Each plan is minted once: what is pinned is the very certificate. */
const written = new Map<Plan, Uint8Array>()
const write = (p: Plan): Uint8Array => {
  const der = written.get(p) ?? minted(p)
  written.set(p, der)
  return der
}

const asked = (sent: readonly Plan[], store: readonly Plan[], when = at): Case => ({
  id: 'relatives',
  done: [],
  sent: sent.map(write),
  store: store.map(write),
  host,
  at: when,
  key: null,
})
const says = (client: string, one: Case): string => ourAnswer(profileOf(client), one).text

/** Measured on 10.24.1, 12.22.12 and 14.21.3, nine tries each of which hung; 16 accepts in a tenth of a second. */
describe('a pinned self-signed target', () => {
  const pinned = (bits: number): Case => {
    const own = plan('leaf', host, key('leaf'), host, key('leaf'), names)
    put(own, keyUsage(bits))
    return asked([own], [own])
  }
  const digitalSignature = 1
  const withCertSign = 0x21

  it.each(['node-10', 'node-12', 'node-14'])('without keyCertSign: %s never returns', (client) => {
    expect(says(client, pinned(digitalSignature))).toBe('hangs')
    expect(says(client, pinned(withCertSign))).toBe('accepted')
  })

  it('without keyCertSign: Node 16 accepts it, and 1.0.2 does not take it for self-signed', () => {
    expect(says('node-16', pinned(digitalSignature))).toBe('accepted')
    expect(says('node-8', pinned(digitalSignature))).toContain('unable to verify the first certificate')
  })
})

/** Measured on 20.20.2: it never returns, and takes a hundred megabytes more each second. Found by random chains (seed 20261123, case 12052). */
describe('authorities of the store that certify each other, above a certificate that the path does not need', () => {
  const cross = plan('intermediate', 'Root', key('root'), 'Other', key('other'))
  const other = plan('intermediate', 'Other', key('other'), 'Mid', key('mid'))
  const mid = plan('intermediate', 'Mid', key('mid'), 'Other', key('other'))
  const below = plan('leaf', host, key('leaf'), 'Root', key('root'), names)

  it.each(['node-16', 'node-20', 'node-24'])('%s goes round for ever', (client) => {
    expect(says(client, asked([below, cross], [root, other, mid]))).toBe('hangs')
    expect(says(client, asked([below, cross], [root, other]))).toBe('accepted')
    expect(says(client, asked([below], [root, other, mid]))).toBe('accepted')
  })
})

/** libressl/openbsd at v4.3, src/lib/libcrypto/x509/x509_verify.c; the same was seen of s_client 4.3.1. */
describe('a verifier that tries one candidate after the other', () => {
  const expired = intermediate((p) => {
    p.notAfter = seconds(at - 1)
    p.serial = 2n
  })

  it('backs out of an expired candidate that was sent', () => {
    expect(says('libressl-3.7', asked([leaf, expired, intermediate()], [root]))).toBe('accepted')
    expect(says('libressl-3.7', asked([leaf, expired], [root]))).toContain('num=10:certificate has expired')
  })

  it('backs out of a namesake whose key did not make the signature, where a greedy one stays', () => {
    const namesake = plan('root', 'Root', key('namesake'), 'Root', key('namesake'))
    const cross = plan('intermediate', 'Root', key('root'), 'Other Root', key('other'))
    const other = plan('root', 'Other Root', key('other'), 'Other Root', key('other'))
    for (const p of [namesake, cross, other]) p.extensions = p.extensions.filter((e) => e.oid !== '2.5.29.14')
    const bare = intermediate((p) => (p.extensions = p.extensions.filter((e) => e.oid !== '2.5.29.35')))
    cross.extensions = cross.extensions.filter((e) => e.oid !== '2.5.29.35')
    const one = asked([leaf, bare, cross], [namesake, other])
    expect(says('libressl-3.7', one)).toBe('accepted')
    expect(says('openssl-verify-3.0', one)).toBe('error 7 at 1 depth lookup: certificate signature failure')
  })

  it('takes the last second for valid, as OpenSSL does not', () => {
    const one = asked([leaf, intermediate()], [root], leaf.notAfter)
    expect(says('libressl-3.7', one)).toBe('accepted')
    expect(says('openssl-verify-3.0', one)).toBe('error 10 at 0 depth lookup: certificate has expired')
  })

  it('says only that there is no issuer where the store holds no root above an intermediate of its own', () => {
    expect(says('libressl-3.7', asked([leaf, intermediate()], [intermediate()]))).toContain('num=20:unable to get local issuer')
  })
})

describe('what 1.0.1 tells last', () => {
  it('is that the path is not trusted, which 1.0.2 does not tell again', () => {
    const one = asked([leaf, intermediate()], [plan('root', 'Unrelated', key('unrelated'), 'Unrelated', key('unrelated'))])
    expect(says('node-0.12', one)).toBe('Error: certificate not trusted (CERT_UNTRUSTED)')
    expect(says('node-4', one)).toContain('UNABLE_TO_GET_ISSUER_CERT_LOCALLY')
  })
})
