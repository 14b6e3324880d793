import type { Finding } from '../model/finding.ts'
import { concern, failuresOf, rejections } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/** RFC 8996: not to be used any more. */
const deprecated: readonly string[] = ['1.0', '1.1']

/**
 * RC605: server and client have no protocol version in common, or the server speaks TLS 1.0 or 1.1 to a hello that
 * offers more (RFC 8996).
 * about: nothing. clients: those that do not offer the version. params: `version`: `1.0`, …;
 * `tooOld`: `server`, or `client` where the version is a current one.
 */
export const protocolTooOld: FindingRule = (situation) => {
  const refused = rejections(situation).filter((r) => failuresOf(r).some((f) => f.code === 'handshake-version'))
  const spoken = situation.world.evidence.sends.flatMap(({ outcome }) =>
    outcome.kind === 'chain' ? (outcome.tls?.version ?? []) : [],
  )
  const told = refused.flatMap((r) => r.verdict.told.params?.['version'] ?? [])
  const versions = new Set([...told, ...spoken.filter((v) => deprecated.includes(v))])
  return [...versions].map((version): Finding => {
    const explained = refused.filter((r) => r.verdict.told.params?.['version'] === version)
    const tooOld = deprecated.includes(version) ? 'server' : 'client'
    return { code: 'RC605', ...concern(explained), about: [], params: { version, tooOld } }
  })
}
