import { describe, expect, test } from 'vitest'
import { statusFacts } from '../../src/findings/status-facts.ts'
import { stapleMissing } from '../../src/findings/staple-missing.ts'
import { concat, tlv } from '../../src/lab/der-writer.ts'
import { servedUsually, usualChain, withExtension } from '../../src/lab/shapes.ts'
import type { Send, TlsFacts } from '../../src/model/evidence.ts'
import type { HelloClass } from '../../src/model/hello.ts'
import { evidenceOf, fixedNow, situationOf } from '../support/evidence.ts'
import { labFault } from '../support/lab-fault.ts'
import { plainHandshake } from '../support/handshake.ts'

/** RFC 6962 §3.2: version, log, time, no extensions, and an ECDSA signature over SHA-256 of two octets. */
const one = concat(new Uint8Array(33), new Uint8Array(8), Uint8Array.of(0, 0, 4, 3, 0, 2, 0, 0))
const list = (count: number): Uint8Array => {
  const all = concat(...Array.from({ length: count }, () => concat(Uint8Array.of(0, one.length), one)))
  return concat(Uint8Array.of(all.length >> 8, all.length & 255), all)
}
const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64')

/** The finding on a server that serves such a leaf and such facts, one for each handshake; `null`: the chain came from a file. */
function factsOf(embedded: Uint8Array | null, facts: readonly (Partial<TlsFacts> | null)[]) {
  const extension = embedded === null ? [] : [{ oid: '1.3.6.1.4.1.11129.2.4.2', critical: false, value: tlv(4, embedded) }]
  const [added] = extension
  const leaf = added === undefined ? {} : { extensions: withExtension(added) }
  const evidence = evidenceOf(servedUsually(usualChain('status', fixedNow, { leaf })), [{ id: 'go-1.24' }])
  const [send] = evidence.sends
  const chain = send?.outcome.kind === 'chain' ? send.outcome.chain : []
  const sends = facts.map((f, i): Send => {
    const hello: HelloClass = f === null ? 'any' : i === 0 ? 'tls1.3' : 'tls1.2'
    return { hello, address: '', try: 1, outcome: { kind: 'chain', chain, tls: f === null ? null : { ...plainHandshake, ...f } } }
  })
  return statusFacts(situationOf({ ...evidence, sends })).map(({ code, severity, params }) => ({ code, severity, ...params }))
}

const told = { code: 'RC606', severity: 'notice' }

describe('what came with a certificate on its status and its logging (RC606)', () => {
  test('is told for each place, as counted', () => {
    expect(factsOf(list(3), [{ ocsp: 'AA==', scts: base64(list(2)) }])).toEqual([
      { ...told, staple: 'all', embedded: '3', handshake: '2' },
    ])
  })

  test('says where handshakes differ', () => {
    expect(factsOf(null, [{ ocsp: 'AA==' }, { scts: base64(list(1)) }])).toEqual([
      { ...told, staple: 'some', embedded: '', handshake: '1' },
    ])
  })

  test('says nothing of handshakes for a chain from a file', () => {
    expect(factsOf(list(1), [null])).toEqual([{ ...told, staple: '', embedded: '1', handshake: '' }])
  })

  test('is nothing where nothing came', () => {
    expect(factsOf(null, [{}])).toEqual([])
    expect(factsOf(null, [null])).toEqual([])
  })

  test('calls a list unreadable that is cut short', () => {
    expect(factsOf(null, [{ scts: base64(list(2).subarray(0, 60)) }])).toEqual([
      { ...told, staple: 'none', embedded: '', handshake: 'unreadable' },
    ])
    expect(factsOf(list(2).subarray(0, 60), [null])).toEqual([{ ...told, staple: '', embedded: 'unreadable', handshake: '' }])
  })
})

describe('a staple that is demanded and missing (RC316)', () => {
  const found = (ids: readonly string[], isAsked: boolean) => {
    const base = evidenceOf(
      labFault('must-staple'),
      ids.map((id) => ({ id, asked: isAsked })),
    )
    const sends = base.sends.map(
      (s): Send => (s.outcome.kind === 'chain' ? { ...s, hello: 'tls1.3', outcome: { ...s.outcome, tls: plainHandshake } } : s),
    )
    return stapleMissing(situationOf({ ...base, sends })).map(({ severity, clients }) => ({ severity, clients }))
  }

  test('is an error for a client that refuses it, and a warning where none asked does', () => {
    expect(found(['gnutls-cli-3.8', 'go-1.24'], true)).toEqual([{ severity: 'error', clients: ['gnutls-cli-3.8'] }])
    expect(found(['gnutls-cli-3.8'], false)).toEqual([{ severity: 'warning', clients: ['gnutls-cli-3.8'] }])
    expect(found(['go-1.24'], true)).toEqual([{ severity: 'warning', clients: [] }])
  })
})
