import type { Evidence, Send } from '../model/evidence.ts'

/** Longest wait for an answer, and for a late refusal, in milliseconds. */
const [patience, grace] = [5000, 1500]

/**
 * What the target itself says to two further questions, each asked only where the capture gave reason to: whether it redirects a plain
 * request, where it answered in HTTP; and whether it lets us in without a client certificate, where it asked for one. Not through a
 * proxy, and not behind STARTTLS.
 */
export async function withTargetProbed(evidence: Evidence): Promise<Evidence> {
  const { target, sends, contacted } = evidence
  if (target.port === 0 || target.starttls !== undefined || contacted.some((who) => who.startsWith('proxy '))) return evidence
  const http = sends.find(isHttp)
  const asking = sends.find(asksForCertificate)
  let own = evidence
  if (http !== undefined && http.address !== '') {
    const { plainAnswer } = await import('../fetch/plain-answer.ts')
    const reply = await plainAnswer({ address: http.address, port: target.port, host: target.host, timeoutMs: patience })
    if (reply !== null) own = { ...own, plainAnswer: reply }
  }
  if (asking !== undefined && asking.address !== '') {
    const { withoutClientCertificate } = await import('../fetch/without-client-certificate.ts')
    const { isIP } = await import('node:net')
    const servername = isIP(target.host) === 0 ? target.host : ''
    const where = { address: asking.address, port: target.port, servername, timeoutMs: patience, graceMs: grace }
    const answer = await withoutClientCertificate(where)
    if (answer.kind !== 'unknown')
      own = { ...own, withoutClientCertificate: answer.kind === 'turned-away' ? answer.alert : 'let-in' }
  }
  return own
}

const isHttp = ({ outcome }: Send): boolean =>
  outcome.kind === 'failed' && outcome.failure.code === 'not-tls' && outcome.failure.detail.startsWith('HTTP')

const asksForCertificate = ({ outcome }: Send): boolean =>
  outcome.kind === 'chain' && outcome.tls?.clientCertificateRequested === true
