import type { Certificate } from '../model/certificate.ts'
import type { Oid } from '../model/oid.ts'
import type { Sha256 } from '../model/sha256.ts'
import { seconds, type UnixSeconds } from '../model/time.ts'
import { readCertificateTrustList, type TrustListEntry } from '../x509/certificate-trust-list.ts'
import { toHex } from '../x509/hex.ts'
import { readObjectIdentifiers } from '../x509/object-identifiers.ts'
import { readSignedData } from '../x509/signed-data.ts'
import type { PublishedContent, PublishedSource, ReadContext } from './published-source.ts'
import { cabinetFile, isCabinet } from './shared/cabinet.ts'
import { isoDay, ownDay, type Said, said, unreadable } from './shared/content.ts'
import { microsoftRoot } from './shared/microsoft-root.ts'
import { signatureFault } from './shared/verify-signed-data.ts'

/** wincrypt.h: szOID_CTL, szOID_ROOT_LIST_SIGNER, szOID_PKIX_KP_SERVER_AUTH. */
const trustList = '1.3.6.1.4.1.311.10.1'
const rootListSigner = '1.3.6.1.4.1.311.10.3.9'
const serverAuth = '1.3.6.1.5.5.7.3.1'

/** wincrypt.h: CERT_..._PROP_ID. */
const property = {
  purposes: 9,
  sha256: 98,
  disallowedSince: 104,
  disallowedPurposes: 122,
  notBefore: 126,
  notBeforePurposes: 127,
} as const

const most = 4_000_000

/**
 * Microsoft's list of the roots of its programme: `authroot.stl`, or the cabinet in which it is served. It is believed for its signature,
 * wherever it was had: a SignedData whose signer leads to `microsoftRoot`. Certificates are named by SHA-1; the statement is about the
 * SHA-256 that the list gives beside it, so that a certificate must have that one.
 */
export const authroot: PublishedSource = authrootUnder(() => [microsoftRoot()])

/** The list under other anchors: what is read is the same. */
export function authrootUnder(anchors: () => readonly Certificate[]): PublishedSource {
  return {
    id: 'authroot',
    title: "Microsoft's authroot.stl",
    programmes: ['microsoft'],
    believed: 'signature',
    maxOctets: most,
    read: (bytes, context) => {
      if (!isCabinet(bytes)) return readList(bytes, anchors(), context)
      const file = cabinetFile(bytes, 'authroot.stl', context.inflate, most)
      return typeof file === 'string' ? unreadable(file) : readList(file, anchors(), context)
    },
  }
}

function readList(stl: Uint8Array, anchors: readonly Certificate[], context: ReadContext): PublishedContent {
  const signed = readSignedData(stl)
  const list = readCertificateTrustList(stl)
  if (signed === null || list === null || list.thisUpdate === null) return unreadable('this is no certificate trust list')
  // The day of the list, and not today: what it says ages by that day, and its signer's certificate lives for a year alone.
  const trusted = { contentType: trustList, purpose: rootListSigner, anchors, at: list.thisUpdate }
  const fault = signatureFault(signed, trusted, context.verify)
  if (fault !== null) return unreadable(fault)
  if (!list.usages.includes(rootListSigner)) return unreadable('this is not the list of roots')
  const statements: Said[] = []
  for (const entry of list.entries) {
    const statement = statementOf(entry, list.thisUpdate)
    if (statement === null) return unreadable('an entry cannot be read')
    statements.push(statement)
  }
  if (statements.length === 0) return unreadable('the list is empty')
  return {
    kind: 'content',
    asOf: ownDay(list.thisUpdate, context),
    // Digits in front, so that a later issue is the greater text too.
    issue: list.sequenceNumber.padStart(32, '0'),
    statements,
    certificates: [],
  }
}

/** SHA-1: the hash by which the list names certificates (RFC 3279 §2.2.1). */
const sha1 = '1.3.14.3.2.26'

/**
 * By the SHA-256 of each certificate of the list the SHA-1 by which Microsoft serves it, in hexadecimal. No signature is verified: these are
 * names to ask for, and what comes is compared with its SHA-256. Empty: this is no such list.
 */
export function thumbprintsIn(bytes: Uint8Array, inflate: ReadContext['inflate']): ReadonlyMap<Sha256, string> {
  const stl = isCabinet(bytes) ? cabinetFile(bytes, 'authroot.stl', inflate, most) : bytes
  const list = typeof stl === 'string' ? null : readCertificateTrustList(stl)
  if (list === null || list.subjectAlgorithm !== sha1) return new Map()
  return new Map(
    list.entries.flatMap(({ id, properties }) => {
      const hash = properties.get(property.sha256)
      return hash?.length === 32 && /^[0-9a-f]{40}$/.test(id) ? [[toHex(hash) as Sha256, id] as const] : []
    }),
  )
}

/**
 * Purposes beside a date narrow it; without a date they are taken away at once. Disabling (Microsoft Learn, Trusted Root Program: deprecation
 * definitions) ends trust in everything below the root; NotBefore ends it for what is issued later. `null`: malformed.
 */
function statementOf({ properties }: TrustListEntry, asOf: UnixSeconds): Said | null {
  const hash = properties.get(property.sha256)
  const [purposes, disallowed, late] = [property.purposes, property.disallowedPurposes, property.notBeforePurposes].map((id) => {
    const value = properties.get(id)
    return value === undefined ? 'every' : readObjectIdentifiers(value)
  })
  const [from, after] = [property.disallowedSince, property.notBefore].map((id) => dateOf(properties.get(id)))
  if (hash?.length !== 32 || !purposes || !disallowed || !late || from === undefined || after === undefined) return null
  const say = (says: Said['says'], note: string): Said => said('microsoft', toHex(hash) as Sha256, says, note)
  if (!concernsServers(purposes)) return say('other-purpose', '')
  if (from === null && disallowed !== 'every' && concernsServers(disallowed)) return say('other-purpose', 'servers are excepted')
  if (from !== null && concernsServers(disallowed)) {
    const day = from === 'ever' ? '' : ` from ${isoDay(from)} on`
    return from === 'ever' || from <= asOf ? say('removed', `disabled${day}`) : say('limited', `disabled${day}`)
  }
  if (after === null || !concernsServers(late)) return say('included', '')
  return after === 'ever'
    ? say('limited', 'for no certificate')
    : say('dated', `not for certificates issued after ${isoDay(after)}`)
}

const concernsServers = (purposes: readonly Oid[] | 'every'): boolean => purposes === 'every' || purposes.includes(serverAuth)

/** FILETIME; no octets are `ever`. `null`: there is none. `undefined`: malformed. */
function dateOf(value: Uint8Array | undefined): UnixSeconds | 'ever' | null | undefined {
  if (value === undefined) return null
  if (value.length === 0) return 'ever'
  if (value.length !== 8) return undefined
  const ticks = new DataView(value.buffer, value.byteOffset, 8).getBigUint64(0, true)
  const at = Number(ticks / 10_000_000n) - 11_644_473_600
  // Past the year 9999 no day can be named.
  return at > 253_402_300_799 ? undefined : seconds(at)
}
