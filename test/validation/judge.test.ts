import { describe, expect, it } from 'vitest'
import type { CaptureFailure, Send, TlsFacts } from '../../src/model/evidence.ts'
import { evidenceOf, situationOf } from '../support/evidence.ts'
import { labFault } from '../support/lab-fault.ts'
import { plainHandshake } from '../support/handshake.ts'

const facts = (version: string): TlsFacts => ({ ...plainHandshake, version })

/** What one hello drew: the fault's chain by a version of TLS, or nothing. */
type Drawn = readonly [hello: Send['hello'], by: string | CaptureFailure]

/** What each client makes of a fault whose hellos drew what is given. */
function verdicts(fault: string, drawn: readonly Drawn[], ...ids: readonly string[]): readonly string[] {
  const asked = ids.map((id) => ({ id }))
  const base = evidenceOf(labFault(fault), asked)
  const [sent] = base.sends
  const chain = sent?.outcome.kind === 'chain' ? sent.outcome.chain : []
  const sends = drawn.map(([hello, by]): Send => {
    const outcome: Send['outcome'] =
      typeof by === 'string' ? { kind: 'chain', chain, tls: facts(by) } : { kind: 'failed', failure: by }
    return { hello, address: '192.0.2.1', try: 1, outcome }
  })
  const { judgements } = situationOf({ ...base, sends })
  return judgements.map(({ verdict }) => (verdict.kind === 'rejected' ? verdict.told.code : verdict.kind))
}

describe('which chain a client is shown', () => {
  it('a server of TLS 1.0 refuses the new hello: who offers nothing older is refused, who does is served', () => {
    // gnutls-cli 3.7.9 with its default priorities really accepts such a server; Python 3.11 and Node 20 get the alert.
    const drawn: readonly Drawn[] = [
      ['tls1.3', { code: 'alert', by: 'peer', detail: 'protocol_version' }],
      ['tls1.2', '1.0'],
    ]
    const told = ['accepted', 'handshake-alert', 'handshake-alert', 'accepted']
    expect(verdicts('good', drawn, 'gnutls-cli-3.7', 'python-3.11', 'node-20', 'node-8')).toEqual(told)
  })

  it('a lost connection says nothing of the client', () => {
    expect(verdicts('good', [['tls1.3', { code: 'closed', by: 'network', detail: '' }]], 'python-3.11')).toEqual(['undetermined'])
  })

  it('a key that its hello does not offer: the server would have sent it another chain', () => {
    // OpenSSL has Ed25519 from 1.1.1 on.
    const drawn: readonly Drawn[] = [
      ['tls1.3', '1.3'],
      ['tls1.2', '1.2'],
    ]
    expect(verdicts('ed25519-leaf', drawn, 'node-8', 'node-16')).toEqual(['undetermined', 'accepted'])
  })

  it('octets behind a certificate: TLS clients on OpenSSL refuse the list, openssl verify reads a file', () => {
    // Python 3.11.7 really says `[SSL: CERT_LENGTH_MISMATCH] cert length mismatch`.
    const told = ['certificate-malformed', 'accepted']
    expect(verdicts('trailing-bytes', [['tls1.3', '1.3']], 'python-3.11', 'openssl-verify-3.0')).toEqual(told)
  })
})
