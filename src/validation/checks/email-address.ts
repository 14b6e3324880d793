import type { Oid } from '../../model/oid.ts'

/** The oid of the attribute emailAddress (RFC 2985 §5.2.1). */
export const emailAddress: Oid = '1.2.840.113549.1.9.1'
