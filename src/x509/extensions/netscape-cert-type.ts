import { readNamedBits } from '../../der/bit-string.ts'
import { tag } from '../../der/tag.ts'
import type { ExtensionDecoder } from './extension-value.ts'

/** Netscape Certificate Extensions, netscape-cert-type: BIT STRING; SSL client, SSL server, S/MIME, object signing, reserved, and the same four of a CA. */
export const netscapeCertType: ExtensionDecoder<number> = (r, e) =>
  r.readOnly(tag.bitString, e.start, e.end, e.oid) ? readNamedBits(r, r.start, r.end, e.oid) : null
