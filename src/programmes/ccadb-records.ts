import type { PublishedSource } from './published-source.ts'
import { type CcadbRecord, ccadbRecords, listed, type StatusColumns, statusMeans, statusNote } from './shared/ccadb.ts'
import { type Said, said, unreadable } from './shared/content.ts'

const programmes: StatusColumns = [
  ['apple', 'Apple Status'],
  ['google', 'Chrome Status'],
  ['microsoft', 'Microsoft Status'],
  ['mozilla', 'Mozilla Status'],
]

/**
 * CCADB's report of all certificate records: every root with its status in four programmes, and every intermediate that is known, with
 * whether it is revoked. Its trust bits are those of all programmes together, so that inclusion for servers is told only where no
 * other programme can have lent the bit; refusals are told always.
 */
export const ccadbRecordsReport: PublishedSource = {
  id: 'ccadb-records',
  title: "CCADB's report of all certificate records",
  programmes: ['apple', 'google', 'microsoft', 'mozilla'],
  believed: 'transport',
  maxOctets: 48_000_000,
  read: (bytes, { fetchedAt }) => {
    const records = ccadbRecords(bytes, [
      'Certificate Record Type',
      'Revocation Status',
      'Trust Bits for Root Cert',
      ...programmes.map(([, column]) => column),
    ])
    if (typeof records === 'string') return unreadable(records)
    const roots = records.filter(({ of }) => of('Certificate Record Type') === 'Root Certificate')
    return {
      kind: 'content',
      asOf: fetchedAt,
      issue: '',
      statements: roots.flatMap(statementsOf),
      certificates: [],
      // `Revoked` and `Parent Cert Revoked`; an empty field and `Not Revoked` are the others.
      revoked: records.filter(({ of }) => /^(?:Parent Cert )?Revoked$/.test(of('Revocation Status'))).map(({ sha256 }) => sha256),
    }
  },
}

function statementsOf({ sha256, of }: CcadbRecord): readonly Said[] {
  const bits = listed(of('Trust Bits for Root Cert'))
  const lenders = programmes.filter(([programme, column]) => programme !== 'google' && lends(of(column)))
  return programmes.flatMap(([programme, column]): readonly Said[] => {
    const status = of(column)
    const says = statusMeans(status)
    if (says === null) return []
    if ((says !== 'included' && says !== 'dated') || programme === 'google')
      return [said(programme, sha256, says, statusNote(status))]
    if (!bits.includes('Server Authentication')) {
      // Whether Apple's bits are among the common ones is not documented.
      return programme === 'apple' || bits.length === 0 ? [] : [said(programme, sha256, 'other-purpose', bits.join(', '))]
    }
    return lenders.length === 1 && programme !== 'apple' ? [said(programme, sha256, says, statusNote(status))] : []
  })
}

/** Whether a programme's purposes may be among the common bits. */
const lends = (status: string): boolean => ['included', 'dated'].includes(statusMeans(status) ?? '')
