import type { ClientProfile } from '../../model/client.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { Scenario } from '../../model/path.ts'

/**
 * Whether the client takes a Certificate message of this length with so many certificates: `chain-too-large` before
 * `chain-too-long`, for the length stands in front of the message. A chain from a file is measured as the newest version
 * that the client offers would carry it. Extensions beside a certificate (a staple, SCTs) are not counted.
 */
export function limitFailure({ sent, tlsVersion }: Scenario, { takes, versions }: ClientProfile): Failure | null {
  if (takes === undefined) return null
  const octets = messageOctets(
    sent.map((c) => c.der.length),
    tlsVersion ?? versions.at(-1) ?? '1.3',
  )
  if (octets > takes.octets) return failure('chain-too-large', octets, takes.octets)
  return sent.length > takes.certificates ? failure('chain-too-long', takes.certificates + 1, takes.certificates) : null
}

/**
 * RFC 5246 §7.4.2: a length of three octets for the list and for each certificate in it. RFC 8446 §4.4.2: besides an empty
 * certificate_request_context of one octet, and for each certificate the two of the length of its extensions.
 */
function messageOctets(lengths: readonly number[], version: string): number {
  const isNew = version === '1.3'
  return lengths.reduce((sum, length) => sum + 3 + length + (isNew ? 2 : 0), isNew ? 4 : 3)
}

const failure = (code: FailureCode, size: number, limit: number): Failure => ({
  code,
  at: null,
  certificate: null,
  params: { size: String(size), limit: String(limit) },
})
