import { type RootProgramme, rootProgrammes, type StatementKind, statementKinds } from '../../model/authenticity.ts'
import type { Sha256 } from '../../model/sha256.ts'
import { seconds, type UnixSeconds } from '../../model/time.ts'
import { version } from '../../version.ts'
import { decodeBase64, encodeBase64 } from '../../x509/base64.ts'
import type { PublishedContent } from '../published-source.ts'

/** What was read of a publication. */
export type Content = Extract<PublishedContent, { readonly kind: 'content' }>

/** Of what a derived file was made: another issue, instant or reader gives another content. */
export interface Origin {
  /** Of the octets. */
  readonly sha256: string
  readonly fetchedAt: UnixSeconds
}

/** Raised when a reader says something else of the same octets. Releases differ by their version already. */
const format = 1

/**
 * What was read, as a file that is quick to read: the SHA-256 of the rest on a line of its own, and JSON. It saves time and is believed no
 * more than the octets beside which it lies.
 */
export function writeDerived(content: Content, { sha256, fetchedAt }: Origin, hash: (bytes: Uint8Array) => string): Uint8Array {
  const rows = content.statements.map((s) => [
    s.sha256,
    rootProgrammes.indexOf(s.programme),
    statementKinds.indexOf(s.says),
    s.since,
    s.note,
  ])
  const body = new TextEncoder().encode(
    JSON.stringify({
      format: `${version}/${format}`,
      sha256,
      fetchedAt,
      asOf: content.asOf,
      issue: content.issue,
      statements: rows,
      certificates: content.certificates.map(encodeBase64),
      revoked: content.revoked ?? null,
    }),
  )
  const head = new TextEncoder().encode(`${hash(body)}\n`)
  const file = new Uint8Array(head.length + body.length)
  file.set(head)
  file.set(body, head.length)
  return file
}

/** Length of the line in front: a SHA-256 in hexadecimal and a line feed. */
const headOctets = 65

/** The content of a derived file; `null`: it is damaged, or made of something else, or by another reader. */
export function readDerived(file: Uint8Array, origin: Origin, hash: (bytes: Uint8Array) => string): Content | null {
  const body = file.subarray(headOctets)
  const decoder = new TextDecoder()
  if (decoder.decode(file.subarray(0, headOctets)) !== `${hash(body)}\n`) return null
  // Only our own words have that digest; what is not as expected in them is another format.
  const value: unknown = JSON.parse(decoder.decode(body))
  return isDerived(value) && value.sha256 === origin.sha256 && value.fetchedAt === origin.fetchedAt ? contentOf(value) : null
}

type Row = readonly [sha256: string, programme: number, says: number, since: number | null, note: string]

interface Derived {
  readonly format: string
  readonly sha256: string
  readonly fetchedAt: number
  readonly asOf: number
  readonly issue: string
  readonly statements: readonly Row[]
  readonly certificates: readonly string[]
  readonly revoked: readonly string[] | null
}

const isDerived = (value: unknown): value is Derived =>
  typeof value === 'object' && value !== null && 'format' in value && value.format === `${version}/${format}`

function contentOf({ asOf, issue, statements, certificates, revoked }: Derived): Content | null {
  const said: Content['statements'][number][] = []
  for (const [sha256, p, s, since, note] of statements) {
    const programme: RootProgramme | undefined = rootProgrammes[p]
    const says: StatementKind | undefined = statementKinds[s]
    if (programme === undefined || says === undefined) return null
    said.push({ sha256: sha256 as Sha256, programme, says, since: since === null ? null : seconds(since), note })
  }
  return {
    kind: 'content',
    asOf: seconds(asOf),
    issue,
    statements: said,
    certificates: certificates.map((text) => decodeBase64(text).bytes),
    ...(revoked === null ? {} : { revoked: revoked.map((text) => text as Sha256) }),
  }
}
