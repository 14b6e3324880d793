import { createHash, sign } from 'node:crypto'
import type { Oid } from '../model/oid.ts'
import type { UnixSeconds } from '../model/time.ts'
import {
  bitString,
  concat,
  explicit,
  integer,
  nullValue,
  oid,
  printableString,
  sequence,
  setOf,
  time,
  utf8String,
} from './der-writer.ts'
import { type ExtensionSpec, writeExtension } from './extensions.ts'
import type { KeyKind, LabKey } from './key.ts'

/** Digests that the lab signs with. Ed25519 has its own and ignores this. */
export type Digest = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512'

/** Attributes in the order in which they are to stand, each in a set of its own; for anything else, the DER of a Name. */
export type NameSpec = Readonly<Partial<Record<keyof typeof attributeOid, string>>> | Uint8Array

/**
 * Everything that a certificate says, right or wrong. What is left out is as RFC 5280 §4.1 wants it.
 * Where octets may be given, they are written as they are.
 */
export interface CertificateSpec {
  /** As the standard counts, 3 by default; 1 is not written, for it is the default of the field. Octets: the whole field. */
  readonly version?: number | Uint8Array
  /** Octets: the whole INTEGER. By default 16 octets that follow from the rest of the certificate. */
  readonly serial?: bigint | Uint8Array
  readonly issuer: NameSpec
  readonly subject: NameSpec
  /** Octets: the whole time value. */
  readonly notBefore: UnixSeconds | Uint8Array
  readonly notAfter: UnixSeconds | Uint8Array
  /** The key that is certified. */
  readonly key: LabKey
  /** In this order, duplicates kept; empty: no field. Octets: the whole field with its tag. */
  readonly extensions: readonly ExtensionSpec[] | Uint8Array
  /** The key that signs. */
  readonly signer: LabKey
  /** `sha256` by default. */
  readonly digest?: Digest
  /** §4.1.2.3, inside the signed part; by default what was signed with. */
  readonly innerAlgorithm?: Uint8Array
  /** §4.1.1.2, outside the signed part; by default what was signed with. */
  readonly outerAlgorithm?: Uint8Array
  /** What to make of the true signature before it is written. */
  readonly spoilSignature?: (signature: Uint8Array) => Uint8Array
  /** Octets after the last field but inside the certificate's SEQUENCE. */
  readonly trailingInside?: Uint8Array
  /** Octets after the certificate. */
  readonly trailingAfter?: Uint8Array
}

/** RFC 4519: the attribute types that lab names use. */
const attributeOid = {
  C: '2.5.4.6',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  CN: '2.5.4.3',
  L: '2.5.4.7',
} as const satisfies Record<string, Oid>

/** RFC 5280 §4.1.2.4: countryName is a PrintableString, all else UTF8String. */
function writeName(name: NameSpec): Uint8Array {
  if (name instanceof Uint8Array) return name
  const rdns = Object.entries(name).map(([type, text]) => {
    const attribute = attributeOid[type as keyof typeof attributeOid]
    return setOf(sequence(oid(attribute), type === 'C' ? printableString(text) : utf8String(text)))
  })
  return sequence(...rdns)
}

/** RFC 3279, 4055, 5758 and 8410: the AlgorithmIdentifier of a signature. RSA carries a NULL, the others nothing. */
export function signatureAlgorithm(kind: KeyKind, digest: Digest): Uint8Array {
  if (kind === 'ed25519') return sequence(oid('1.3.101.112'))
  if (kind.startsWith('rsa')) return sequence(oid(rsaOid[digest]), nullValue())
  return sequence(oid(ecdsaOid[digest]))
}

/** The DER of the certificate that the spec describes, signed by its `signer`. */
export function mint(spec: CertificateSpec): Uint8Array {
  const digest = spec.digest ?? 'sha256'
  const algorithm = signatureAlgorithm(spec.signer.kind, digest)
  const behindSerial = concat(
    spec.innerAlgorithm ?? algorithm,
    writeName(spec.issuer),
    sequence(writeTime(spec.notBefore), writeTime(spec.notAfter)),
    writeName(spec.subject),
    spec.key.spki,
    writeExtensions(spec.extensions),
  )
  const tbs = sequence(writeVersion(spec.version ?? 3), writeSerial(spec.serial ?? serialFrom(behindSerial)), behindSerial)
  const signature = new Uint8Array(sign(spec.signer.kind === 'ed25519' ? null : digest, tbs, spec.signer.privateKey))
  const certificate = sequence(
    tbs,
    spec.outerAlgorithm ?? algorithm,
    bitString(spec.spoilSignature?.(signature) ?? signature),
    spec.trailingInside ?? new Uint8Array(),
  )
  return concat(certificate, spec.trailingAfter ?? new Uint8Array())
}

const rsaOid: Readonly<Record<Digest, Oid>> = {
  md5: '1.2.840.113549.1.1.4',
  sha1: '1.2.840.113549.1.1.5',
  sha256: '1.2.840.113549.1.1.11',
  sha384: '1.2.840.113549.1.1.12',
  sha512: '1.2.840.113549.1.1.13',
}

/** There is no identifier for ECDSA with MD5; the one of RSA stands in, so that such a certificate is wrong in that too. */
const ecdsaOid: Readonly<Record<Digest, Oid>> = {
  md5: rsaOid.md5,
  sha1: '1.2.840.10045.4.1',
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
  sha512: '1.2.840.10045.4.3.4',
}

function writeVersion(version: number | Uint8Array): Uint8Array {
  if (version instanceof Uint8Array) return version
  return version === 1 ? new Uint8Array() : explicit(0, integer(version - 1))
}

const writeSerial = (serial: bigint | Uint8Array): Uint8Array => (serial instanceof Uint8Array ? serial : integer(serial))

const writeTime = (at: UnixSeconds | Uint8Array): Uint8Array => (at instanceof Uint8Array ? at : time(at))

function writeExtensions(extensions: readonly ExtensionSpec[] | Uint8Array): Uint8Array {
  if (extensions instanceof Uint8Array) return extensions
  return extensions.length === 0 ? new Uint8Array() : explicit(3, sequence(...extensions.map(writeExtension)))
}

/** RFC 5280 §4.1.2.2: positive, at most 20 octets, and another for every certificate of one issuer. */
function serialFrom(content: Uint8Array): bigint {
  const digest = createHash('sha256').update(content).digest('hex')
  return BigInt(`0x4${digest.slice(1, 32)}`)
}
