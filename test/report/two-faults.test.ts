import { describe, expect, it } from 'vitest'
import { diagnose } from '../../src/diagnose.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import type { BuiltFault } from '../../src/lab/index.ts'
import { servedUsually, unrelatedRoot, usualChain, utc } from '../../src/lab/shapes.ts'
import type { Report } from '../../src/model/report.ts'
import { renderDiscord } from '../../src/report/discord.ts'
import { renderText } from '../../src/report/text.ts'
import { paint } from '../../src/terminal/paint.ts'
import { type Asked, evidenceOf, fixedNow } from '../support/evidence.ts'

const ended = { notBefore: utc('2025-01-01T00:00:00Z'), notAfter: utc('2026-01-01T00:00:00Z') }
const id = 'two-faults'
const strangers = [unrelatedRoot(id, fixedNow)]
const expired = usualChain(id, fixedNow, { leaf: ended })
const current = usualChain(id, fixedNow)

const both = { ...servedUsually(expired), anchors: strangers }
const clients = ['curl-7.88-openssl', 'python-3.11', 'go-1.19', 'node-20', 'java-17', 'gnutls-cli-3.7', 'openssl-verify-3.0']

const reported = (built: BuiltFault, asked: readonly Asked[]): Report =>
  diagnose(evidenceOf(built, asked), { verify: nodeSignatureVerifier() })

/** The first sentence, on one line. */
function headOf(built: BuiltFault, asked: readonly Asked[]): string {
  const text = paint(renderText(reported(built, asked), { width: 5000 }), { width: 5000, color: false })
  return text.split('\n', 1).join()
}

const tellsDate = 'expired at 2026-01-01T00:00:00Z'
// Java's search hides its reasons.
const tellsIssuer = /was neither sent nor is it in the store|no path leads from/

describe('a certificate that has ended, of an authority that the store does not have', () => {
  // Real OpenSSL tells the authority first and real Go the date (../shared/reference/verifiers.md): whoever hears of one must hear of the other.
  it.each(clients)('%s alone: the first sentence tells both, first what the client says', (client) => {
    const head = headOf(both, [{ id: client }])
    expect(head).toContain('for two reasons, and mending one leaves the other')
    expect(head).toContain(tellsDate)
    expect(head).toMatch(tellsIssuer)
    const [result] = reported(both, [{ id: client }]).results
    const says = result?.verdict.kind === 'rejected' ? result.verdict.code : ''
    const isDateFirst = head.indexOf(tellsDate) < head.search(tellsIssuer)
    expect(isDateFirst).toBe(says === 'expired')
  })

  it('all of them: both, and so in what is posted', () => {
    const asked = clients.map((client) => ({ id: client }))
    for (const text of [headOf(both, asked), renderDiscord(reported(both, asked))]) {
      expect(text).toContain('for two reasons')
      expect(text.replaceAll('\\', '')).toContain('expired at')
    }
  })

  it('mending one leaves the other as the only reason', () => {
    const dateAlone = headOf(servedUsually(expired), [{ id: 'curl-7.88-openssl' }])
    expect(dateAlone).toContain(tellsDate)
    expect(dateAlone).not.toMatch(/reasons|issuer/)
    const issuerAlone = headOf({ ...servedUsually(current), anchors: strangers }, [{ id: 'go-1.19' }])
    expect(issuerAlone).toMatch(tellsIssuer)
    expect(issuerAlone).not.toMatch(/reasons|expired/)
  })

  it('where some stores have the authority, the date is told of all and the authority of the others', () => {
    const stores = [
      { id: 'old', origin: 'old', anchors: strangers },
      { id: 'new', origin: 'new', anchors: [expired.root] },
    ]
    const asked = ['old', 'new'].flatMap((store) => [
      { id: 'curl-7.88-openssl', store },
      { id: 'go-1.19', store },
    ])
    const head = headOf({ ...both, stores }, asked)
    expect(head).toMatch(
      /^All 4 clients reject localhost: the server's certificate "localhost" expired .*; and for 2 of them, the issuer/,
    )
  })

  it('a root that the server sends along is told as what is not in the store', () => {
    const sent = { ...both, chain: [...both.chain, expired.root] }
    expect(headOf(sent, [{ id: 'go-1.19' }])).toMatch(/came from the server and is not in the store\.$/)
  })
})

describe('what is one fault stays one', () => {
  it('a signature that does not fit, which some clients call a missing issuer', () => {
    const other = usualChain('another', fixedNow, {})
    const forged = { ...servedUsually(current), chain: [current.leaf, other.intermediate] }
    for (const client of ['go-1.19', 'curl-7.88-openssl']) expect(headOf(forged, [{ id: client }])).not.toContain('reasons')
  })
})
