import { ByteReader, MalformedMessage } from './byte-reader.ts'
import { readCertificateStatus } from './certificate-status.ts'
import { extensionNumber, readExtensions } from './server-hello.ts'

/** The Certificate message, kept to the octet. */
export interface CertificateMessage {
  /** In wire order, whatever they are: junk, duplicates and empty entries included. Octets share memory with the message. */
  readonly entries: readonly Buffer[]
  /** From the extensions of the first entry (RFC 8446 §4.4.2.1); `null` in TLS 1.2, where they come elsewhere. */
  readonly ocsp: Buffer | null
  readonly scts: Buffer | null
  /** What is wrong with the list itself, in words. Empty when nothing is. */
  readonly notes: readonly string[]
}

/**
 * Reads a Certificate message, header included: RFC 5246 §7.4.2 (`tls13` false) or RFC 8446 §4.4.2.
 *
 * A list whose lengths do not add up is read as far as it goes: an entry that claims more octets than there are is kept
 * with those that are there, and the fact is noted. Throws `MalformedMessage` only when there is no list at all.
 */
export function readCertificateMessage(message: Buffer, tls13: boolean): CertificateMessage {
  const reader = new ByteReader(message, 4)
  if (tls13) reader.vector(1)
  const notes: string[] = []
  const claimed = reader.number(3)
  if (claimed > reader.remaining) notes.push(`certificate list: ${claimed} octets claimed, ${reader.remaining} there`)
  const list = new ByteReader(reader.take(Math.min(claimed, reader.remaining)))
  if (reader.remaining > 0) notes.push(`certificate message: ${reader.remaining} octets after the list`)

  const entries: Buffer[] = []
  let first: ReadonlyMap<number, Buffer> | null = null
  while (list.remaining > 0) {
    if (list.remaining < 3) {
      notes.push(`certificate list: ${list.remaining} octets at the end that are no entry`)
      break
    }
    const length = list.number(3)
    if (length > list.remaining) {
      notes.push(`certificate list: entry ${entries.length} claims ${length} octets, ${list.remaining} there`)
      entries.push(list.take(list.remaining))
      break
    }
    entries.push(list.take(length))
    if (tls13) {
      const extensions = entryExtensions(list)
      if (extensions === null) {
        notes.push(`certificate list: the extensions of entry ${entries.length - 1} cannot be read`)
        break
      }
      first ??= extensions
    }
  }
  const status = first?.get(extensionNumber.statusRequest)
  return {
    entries,
    ocsp: status === undefined ? null : readCertificateStatus(status),
    scts: first?.get(extensionNumber.scts) ?? null,
    notes,
  }
}

/** `null` when they do not fit; the cursor is then of no more use. */
function entryExtensions(list: ByteReader): ReadonlyMap<number, Buffer> | null {
  try {
    return readExtensions(list.vector(2))
  } catch (error) {
    if (error instanceof MalformedMessage) return null
    throw error
  }
}
