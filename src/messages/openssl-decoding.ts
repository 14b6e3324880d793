import type { AnomalyCode } from '../model/anomaly.ts'

/** Entries of OpenSSL's queue without `error:` before them, by slot. */
type Entries = Readonly<Record<OpensslDecodingSlot, string>>

/** By generation: 1.0.2, 1.1.x, 3 with the function as ERR_print_errors has it, and without as ERR_error_string_n has it from 3.0 on. */
export type OpensslDecodingSlot = 'opensslDecoding10' | 'opensslDecoding11' | 'opensslDecoding30' | 'opensslDecoding30Bare'

const entries = (old: string, before3: string, library: string, functionName: string, reason: string): Entries => ({
  opensslDecoding10: old,
  opensslDecoding11: before3,
  opensslDecoding30: `${library} routines:${functionName}:${reason}`,
  opensslDecoding30Bare: `${library} routines::${reason}`,
})

/**
 * The first entry for a certificate that is refused for one anomaly; what else stands in the way of decoding has several. Seen on
 * 1.0.2s, 1.1.1, 3.0.19 and 3.5; 1.0.2s was not seen to tell of an INTEGER that is not minimal.
 */
const byAnomaly: ReadonlyMap<string, Entries> = new Map<AnomalyCode | ShortDate, Entries>([
  [
    'data-after-certificate',
    entries(
      '14090087:SSL routines:ssl3_get_server_certificate:cert length mismatch',
      '1416F087:SSL routines:tls_process_server_certificate:cert length mismatch',
      '0A000087:SSL',
      'tls_process_server_certificate',
      'cert length mismatch',
    ),
  ],
  [
    'trailing-data',
    entries(
      '0D078094:asn1 encoding routines:ASN1_ITEM_EX_D2I:sequence length mismatch',
      '0D078094:asn1 encoding routines:asn1_item_embed_d2i:sequence length mismatch',
      '06800094:asn1 encoding',
      'asn1_item_embed_d2i',
      'sequence length mismatch',
    ),
  ],
  [
    'integer-not-minimal',
    entries(
      '',
      '0D0E20DD:asn1 encoding routines:c2i_ibuf:illegal padding',
      '068000DD:asn1 encoding',
      'c2i_ibuf',
      'illegal padding',
    ),
  ],
  ['short-utc', entries('', '', '068000E9:asn1 encoding', 'asn1_ex_c2i', 'utctime is too short')],
  ['short-generalized', entries('', '', '068000E8:asn1 encoding', 'asn1_ex_c2i', 'generalizedtime is too short')],
])

/** A date is refused for its length alone. The code of the second was read (ASN1_R_GENERALIZEDTIME_IS_TOO_SHORT), that of the first seen on 3.5.8. */
type ShortDate = 'short-utc' | 'short-generalized'

/**
 * Values of the slots for the anomaly that OpenSSL's decoder refused at this place of the path, in a value of this tag; none where its
 * words are not known.
 */
export function opensslDecodingParams(
  anomaly: string,
  at: number | null,
  tag: number | undefined,
): Readonly<Record<string, string>> {
  const shortDate: ShortDate = tag === 0x17 ? 'short-utc' : 'short-generalized'
  const known = byAnomaly.get(anomaly.startsWith('time-') ? shortDate : anomaly)
  if (known === undefined) return {}
  if (anomaly !== 'data-after-certificate') return known
  return { ...known, longEntry: 'yes', longLeafEntry: at === 0 ? 'yes' : '' }
}

/** What a slot may hold, as an expression. */
export const opensslDecodingPattern = (slot: OpensslDecodingSlot): string =>
  `(?:${[...byAnomaly.values()].flatMap((known) => (known[slot] === '' ? [] : [known[slot]])).join('|')})?`
