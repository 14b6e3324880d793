import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { serveChain } from '../../src/cures/serve-chain.ts'
import type { Delta } from '../../src/model/delta.ts'
import type { ClientOnStore, Owner, Remedy } from '../../src/model/remedy.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { newRoot, sha256 } from './anchors.ts'

const [leaf, intermediate, cross] = ['leaf', 'intermediate', 'cross'].map((name) => newRoot(`serve ${name}`)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
]
const held = new Map([leaf, intermediate, cross].map((der) => [sha256(der), der]))
const octets = (id: Sha256): Uint8Array | null => held.get(id) ?? null
const client = (name: string): ClientOnStore => ({ client: name, store: 'system' })

function remedy(
  chain: readonly Uint8Array[],
  proof: Partial<Remedy['proof']>,
  owner: Owner = 'server-operator',
  more: readonly Delta[] = [],
): Remedy {
  return {
    rule: 'serve-path',
    owner,
    deltas: [{ kind: 'set-sent', chain: chain.map(sha256) }, ...more],
    trusts: [],
    proof: { cures: [client('a')], breaks: [], stillRejects: [], ...proof },
  }
}

describe('the chain to serve', () => {
  it('is written target first, to the octet', () => {
    const served = serveChain([remedy([leaf, intermediate], {})], octets)
    const blocks = served?.pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g) ?? []
    expect(blocks.join('')).toBe(served?.pem)
    expect(blocks.map((block) => sha256(new X509Certificate(block).raw))).toEqual([leaf, intermediate].map(sha256))
  })

  it('is the one after which the fewest reject; of equal ones the shortest', () => {
    const short = remedy([leaf, intermediate], { stillRejects: [client('old')] })
    const long = remedy([leaf, intermediate, cross], {})
    expect(serveChain([short, long], octets)?.chain).toHaveLength(3)
    const equal = remedy([leaf, intermediate], {})
    expect(serveChain([long, equal], octets)?.chain).toHaveLength(2)
  })

  it('is none where it breaks somebody, cures nobody, is not the server’s, or a certificate is not at hand', () => {
    const none = [
      remedy([leaf], { breaks: [client('b')] }),
      remedy([leaf], { cures: [] }),
      remedy([leaf], {}, 'user'),
      remedy([leaf], {}, 'server-operator', [{ kind: 'set-host', host: 'x' }]),
    ]
    expect(serveChain(none, octets)).toBeNull()
    expect(serveChain([remedy([leaf, newRoot('elsewhere')], {})], octets)).toBeNull()
  })

  it('says for each kind of server where it goes, and turns nothing off', () => {
    const advice = serveChain([remedy([leaf], {})], octets, 'shop.pem')?.advice ?? []
    for (const word of ['nginx', 'Apache', 'HAProxy', 'Caddy', 'IIS', 'Node', 'Java'])
      expect(
        advice.some(({ what }) => what.startsWith(word)),
        word,
      ).toBe(true)
    expect(advice.every(({ owner }) => owner === 'server-operator')).toBe(true)
    expect(JSON.stringify(advice)).not.toMatch(/ssl_verify|rejectUnauthorized|-k |insecure/)
  })
})
