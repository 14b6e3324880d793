import { createHash } from 'node:crypto'
import type { Oid } from '../../../src/model/oid.ts'
import { seconds, type UnixSeconds } from '../../../src/model/time.ts'
import {
  concat,
  explicit,
  implicit,
  integer,
  octetString,
  oid,
  sequence,
  setOf,
  tlv,
  utf8String,
} from '../../../src/lab/der-writer.ts'
import {
  authorityKeyIdentifier,
  basicConstraints,
  type ExtensionSpec,
  extKeyUsage,
  keyUsage,
  subjectKeyIdentifier,
} from '../../../src/lab/extensions.ts'
import type { LabKey } from '../../../src/lab/key.ts'
import { type CertificateSpec, type Digest, mint, signatureAlgorithm } from '../../../src/lab/mint.ts'

/** The instant of every case. */
export const at: UnixSeconds = seconds(1795305600)

/** A certificate that is still to be minted, and to be changed until then. */
export interface Plan {
  readonly role: 'leaf' | 'intermediate' | 'root'
  subject: string
  issuer: string
  key: LabKey
  signer: LabKey
  notBefore: UnixSeconds
  notAfter: UnixSeconds
  version: number
  digest: Digest
  serial: bigint
  extensions: ExtensionSpec[]
  isSpoiled: boolean
  /** Digest of the algorithm outside the signed part; `null`: as inside. */
  outerDigest: Digest | null
}

/** A name of organisation and common name; an empty text is the empty name. `\n` parts several common names. */
export function nameDer(text: string): Uint8Array {
  if (text === '') return sequence()
  const attribute = (type: Oid, value: string): Uint8Array => setOf(sequence(oid(type), utf8String(value)))
  const [cn = '', email] = text.split('|')
  return sequence(
    attribute('2.5.4.10', 'Agreement'),
    ...cn.split('\n').map((value) => attribute('2.5.4.3', value)),
    ...(email === undefined ? [] : [setOf(sequence(oid('1.2.840.113549.1.9.1'), tlv(0x16, Buffer.from(email))))]),
  )
}

export type AnyGeneralName =
  | { readonly dns: string }
  | { readonly ip: readonly number[] }
  | { readonly email: string }
  | { readonly uri: string }
  | { readonly directory: string }
  | { readonly rid: Oid }

const text = (value: string): Uint8Array => Buffer.from(value, 'latin1')

export function generalName(name: AnyGeneralName): Uint8Array {
  if ('dns' in name) return implicit(2, text(name.dns))
  if ('ip' in name) return implicit(7, Uint8Array.from(name.ip))
  if ('email' in name) return implicit(1, text(name.email))
  if ('uri' in name) return implicit(6, text(name.uri))
  if ('rid' in name) return implicit(8, oid(name.rid).subarray(2))
  return explicit(4, nameDer(name.directory))
}

export const altNames = (names: readonly AnyGeneralName[], critical = false): ExtensionSpec => ({
  oid: '2.5.29.17',
  critical,
  value: sequence(...names.map(generalName)),
})

export function constraints(
  permitted: readonly AnyGeneralName[],
  excluded: readonly AnyGeneralName[],
  critical = true,
): ExtensionSpec {
  const subtrees = (tag: number, bases: readonly AnyGeneralName[]): Uint8Array[] =>
    bases.length === 0 ? [] : [tlv(0xa0 | tag, ...bases.map((base) => sequence(generalName(base))))]
  return { oid: '2.5.29.30', critical, value: sequence(...subtrees(0, permitted), ...subtrees(1, excluded)) }
}

/** An authority key identifier by the issuer's issuer and serial number, with or without the key identifier. */
export const akidBySerial = (key: LabKey | null, issuer: string, serial: bigint): ExtensionSpec => ({
  oid: '2.5.29.35',
  critical: false,
  value: sequence(
    ...(key === null ? [] : [implicit(0, idOf(key))]),
    tlv(0xa1, explicit(4, nameDer(issuer))),
    implicit(2, integer(serial).subarray(2)),
  ),
})

export const skidOf = (id: Uint8Array): ExtensionSpec => ({ oid: '2.5.29.14', critical: false, value: octetString(id) })

/** The key identifier that the lab writes. */
const idOf = (key: LabKey): Uint8Array => subjectKeyIdentifier(key).value.subarray(2)

const usual = { root: [-2000, 5000], intermediate: [-700, 2900], leaf: [-30, 60] } as const

export function plan(
  role: Plan['role'],
  subject: string,
  key: LabKey,
  issuer: string,
  signer: LabKey,
  names: readonly AnyGeneralName[] = [],
): Plan {
  const [from, to] = usual[role]
  const extensions =
    role === 'root'
      ? [subjectKeyIdentifier(key), keyUsage(0x60), basicConstraints(true)]
      : role === 'intermediate'
        ? [authorityKeyIdentifier(signer), subjectKeyIdentifier(key), keyUsage(0x61), basicConstraints(true)]
        : [
            authorityKeyIdentifier(signer),
            subjectKeyIdentifier(key),
            keyUsage(1),
            basicConstraints(false),
            extKeyUsage('1.3.6.1.5.5.7.3.1'),
            altNames(names),
          ]
  return {
    role,
    subject,
    issuer,
    key,
    signer,
    notBefore: seconds(at + from * 86400),
    notAfter: seconds(at + to * 86400),
    version: 3,
    digest: 'sha256',
    serial: serialOf(`${role} ${subject} ${issuer}`),
    extensions,
    isSpoiled: false,
    outerDigest: null,
  }
}

export const serialOf = (of: string): bigint => BigInt(`0x4${createHash('sha256').update(of).digest('hex').slice(0, 20)}`)

/** The DER of a plan; `over` is what the fields of a plan cannot say. */
export function minted(p: Plan, over: Partial<CertificateSpec> = {}): Uint8Array {
  return mint({
    version: p.version,
    serial: p.serial,
    issuer: nameDer(p.issuer),
    subject: nameDer(p.subject),
    notBefore: p.notBefore,
    notAfter: p.notAfter,
    key: p.key,
    signer: p.signer,
    digest: p.digest,
    extensions: p.extensions,
    ...(p.outerDigest === null ? {} : { outerAlgorithm: signatureAlgorithm(p.signer.kind, p.outerDigest) }),
    ...(p.isSpoiled ? { spoilSignature: spoil } : {}),
    ...over,
  })
}

/** Another signature of the same form: the last octet differs. */
function spoil(signature: Uint8Array): Uint8Array {
  const out = concat(signature)
  const last = out.length - 1
  out[last] = (out[last] ?? 0) ^ 1
  return out
}

/** Puts an extension in the place of the one with its identifier, or at the end. */
export function put(p: Plan, extension: ExtensionSpec): void {
  const i = p.extensions.findIndex((e) => e.oid === extension.oid)
  if (i === -1) p.extensions.push(extension)
  else p.extensions[i] = extension
}

export function drop(p: Plan, id: Oid): void {
  p.extensions = p.extensions.filter((e) => e.oid !== id)
}
