import { noOctets } from '../../der/reader.ts'
import { tag } from '../../der/tag.ts'
import type { SignedCertificateTimestamp } from '../../model/extension.ts'
import { seconds } from '../../model/time.ts'
import type { ExtensionDecoder } from './extension-value.ts'

/** RFC 6962 §3.3: an OCTET STRING that holds a SignedCertificateTimestampList in TLS encoding. */
export const signedCertificateTimestamps: ExtensionDecoder<readonly SignedCertificateTimestamp[]> = (r, e) => {
  if (!r.readOnly(tag.octetString, e.start, e.end, e.oid)) return null
  if (r.end - r.start === 2) r.note('extension-empty', e.offset, e.oid)
  return readTimestampList(r.bytes, r.start, r.end)
}

/** SignedCertificateTimestampList (RFC 6962 §3.3), as the certificate, the OCSP response and the TLS extension carry it. `null`: malformed. */
export function readTimestampList(bytes: Uint8Array, start: number, end: number): SignedCertificateTimestamp[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (end - start < 2 || view.getUint16(start) !== end - start - 2) return null
  const list: SignedCertificateTimestamp[] = []
  for (let pos = start + 2; pos < end; ) {
    if (end - pos < 3) return null
    const to = pos + 2 + view.getUint16(pos)
    if (to > end || to === pos + 2) return null
    const sct = readTimestamp(bytes, view, pos + 2, to)
    if (sct === null) return null
    list.push(sct)
    pos = to
  }
  return list
}

/**
 * SignedCertificateTimestamp (RFC 6962 §3.2). The time is cut to whole seconds. `signature` is the digitally-signed structure:
 * hash and signature algorithm, length, signature. Of a version that is not known only its number can be told.
 */
function readTimestamp(bytes: Uint8Array, view: DataView, start: number, end: number): SignedCertificateTimestamp | null {
  const version = bytes[start]!
  if (version !== 0) return { version, logId: noOctets, timestamp: seconds(0), signature: noOctets }
  if (end - start < 43) return null
  const milliseconds = view.getUint32(start + 33) * 0x1_0000_0000 + view.getUint32(start + 37)
  const signatureAt = start + 43 + view.getUint16(start + 41)
  if (signatureAt + 4 > end || signatureAt + 4 + view.getUint16(signatureAt + 2) !== end) return null
  return {
    version,
    logId: bytes.subarray(start + 1, start + 33),
    timestamp: seconds(Math.floor(milliseconds / 1000)),
    signature: bytes.subarray(signatureAt, end),
  }
}
