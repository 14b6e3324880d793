import type { RootProgramme } from '../model/authenticity.ts'
import type { PublishedSource } from './published-source.ts'
import { type CcadbRecord, ccadbRecords, listed, statusMeans, statusNote } from './shared/ccadb.ts'
import { type Said, said, unreadable } from './shared/content.ts'

interface Column {
  readonly programme: RootProgramme
  readonly status: string
  /** Where its purposes stand, and how server authentication is or was called there; `null`: it has no other. */
  readonly purposes: { readonly column: string; readonly servers: readonly string[] } | null
}

const programmes: readonly Column[] = [
  { programme: 'apple', status: 'Apple Status', purposes: { column: 'Apple Trust Bits', servers: ['serverAuth', 'TLS Server'] } },
  // The Chrome Root Store is for servers alone: the report has no trust bits of it.
  { programme: 'google', status: 'Google Chrome Status', purposes: null },
  {
    programme: 'microsoft',
    status: 'Microsoft Status',
    purposes: { column: 'Microsoft EKUs', servers: ['Server Authentication'] },
  },
  { programme: 'mozilla', status: 'Mozilla Status', purposes: { column: 'Mozilla Trust Bits', servers: ['Websites'] } },
]

/**
 * CCADB's report of the trust bits of all included roots: the one publication that tells, for each of four programmes, both the status and
 * the purposes. It tells no dates of distrust and no constraints. What Apple publishes of its own is a page for people; this is the
 * form for programs.
 */
export const ccadbTrustBits: PublishedSource = {
  id: 'ccadb-trust-bits',
  title: "CCADB's report of trust bits",
  programmes: ['apple', 'google', 'microsoft', 'mozilla'],
  believed: 'transport',
  maxOctets: 8_000_000,
  read: (bytes, { fetchedAt }) => {
    const records = ccadbRecords(
      bytes,
      programmes.flatMap(({ status, purposes }) => (purposes === null ? [status] : [status, purposes.column])),
    )
    if (typeof records === 'string') return unreadable(records)
    const statements = records.flatMap((record) => programmes.flatMap((column) => statement(record, column)))
    return { kind: 'content', asOf: fetchedAt, issue: '', statements, certificates: [] }
  },
}

function statement({ sha256, of }: CcadbRecord, { programme, status, purposes }: Column): readonly Said[] {
  const says = statusMeans(of(status))
  if (says === null) return []
  const bits = purposes === null ? [] : listed(of(purposes.column))
  if ((says === 'included' || says === 'dated') && purposes !== null && !bits.some((bit) => purposes.servers.includes(bit)))
    return [said(programme, sha256, 'other-purpose', bits.join(', '))]
  const note = says === 'included' ? 'dates of distrust are not in this report' : statusNote(of(status))
  return [said(programme, sha256, says, note)]
}
