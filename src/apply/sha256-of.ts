import type { Sha256 } from '../model/sha256.ts'
import { digest } from '../x509/digest.ts'
import { toHex } from '../x509/hex.ts'

/** The SHA-256 of content. */
export const sha256Of = (content: Uint8Array): Sha256 => toHex(digest('sha256', content)) as Sha256
