import { pbkdf2 } from '@noble/hashes/pbkdf2.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { oidText } from '../der/oid.ts'
import { tag } from '../der/tag.ts'
import { type DerElement, derElements } from './der-elements.ts'
import { pkcs12Key, pkcs12Use } from './pkcs12-key.ts'

/** Ciphers that PKCS #12 files are met with, all in CBC mode. */
export type BlockCipher = 'aes-128-cbc' | 'aes-192-cbc' | 'aes-256-cbc' | 'des-ede3-cbc' | 'rc2-cbc'

/** What a file was encrypted with, and how the key comes out of the password. */
export interface PasswordCipher {
  readonly cipher: BlockCipher
  /** Octets of `null`, no password at all, and of an empty one differ in the older schemes. */
  readonly keyAndIv: (password: string | null) => { readonly key: Uint8Array; readonly iv: Uint8Array }
}

/** Most rounds of key derivation that are gone through: ours, for a file must not keep the reader busy for minutes. */
const mostIterations = 1_000_000

/** RFC 7292 §C and RFC 8018 §6.2 (PBES2 with PBKDF2). A text: why the algorithm cannot be used. */
export function passwordCipher(bytes: Uint8Array, algorithm: DerElement): PasswordCipher | string {
  const [oid, parameters] = derElements(bytes, algorithm.start, algorithm.end) ?? []
  if (oid?.tag !== tag.oid || parameters?.tag !== tag.sequence) return 'its encryption algorithm cannot be read'
  const name = oidText(bytes, oid.start, oid.end)
  if (name === pbes2) return fromPbes2(bytes, parameters)
  const older = suites.get(name)
  return older === undefined ? `it is encrypted with ${name}, which is not known here` : fromSuite(bytes, parameters, older)
}

const pbes2 = '1.2.840.113549.1.5.13'
const pbkdf2Oid = '1.2.840.113549.1.5.12'

interface Suite {
  readonly cipher: BlockCipher
  /** Octets of the key. */
  readonly key: number
}

/** RFC 7292 §C: with SHA-1, all with blocks of eight octets. RC4, which nobody writes certificates with, is left out. */
const suites: ReadonlyMap<string, Suite> = new Map([
  ['1.2.840.113549.1.12.1.3', { cipher: 'des-ede3-cbc', key: 24 }],
  ['1.2.840.113549.1.12.1.5', { cipher: 'rc2-cbc', key: 16 }],
  ['1.2.840.113549.1.12.1.6', { cipher: 'rc2-cbc', key: 5 }],
])

function fromSuite(bytes: Uint8Array, parameters: DerElement, { cipher, key }: Suite): PasswordCipher | string {
  const [salt, rounds] = derElements(bytes, parameters.start, parameters.end) ?? []
  const iterations = rounds?.tag === tag.integer ? positive(bytes, rounds) : 0
  if (salt?.tag !== tag.octetString || iterations === 0) return 'its encryption algorithm cannot be read'
  if (iterations > mostIterations) return tooMany(iterations)
  const octets = bytes.subarray(salt.start, salt.end)
  return {
    cipher,
    keyAndIv: (password) => ({
      key: pkcs12Key(pkcs12Use.key, password, octets, iterations, key),
      iv: pkcs12Key(pkcs12Use.iv, password, octets, iterations, 8),
    }),
  }
}

/** RFC 8018 §B.2.5 and RFC 3565 §4.1: the octets of the key are those of the cipher. */
const ciphers: ReadonlyMap<string, Suite> = new Map([
  ['2.16.840.1.101.3.4.1.2', { cipher: 'aes-128-cbc', key: 16 }],
  ['2.16.840.1.101.3.4.1.22', { cipher: 'aes-192-cbc', key: 24 }],
  ['2.16.840.1.101.3.4.1.42', { cipher: 'aes-256-cbc', key: 32 }],
  ['1.2.840.113549.3.7', { cipher: 'des-ede3-cbc', key: 24 }],
])

/** RFC 8018 §B.1. */
const digests = new Map([
  ['1.2.840.113549.2.7', sha1],
  ['1.2.840.113549.2.8', sha224],
  ['1.2.840.113549.2.9', sha256],
  ['1.2.840.113549.2.10', sha384],
  ['1.2.840.113549.2.11', sha512],
])

function fromPbes2(bytes: Uint8Array, parameters: DerElement): PasswordCipher | string {
  const unreadable = 'its encryption algorithm cannot be read'
  const inside = (element: DerElement | undefined): readonly DerElement[] =>
    element === undefined ? [] : (derElements(bytes, element.start, element.end) ?? [])
  const oidOf = (element: DerElement | undefined): string =>
    element?.tag === tag.oid ? oidText(bytes, element.start, element.end) : ''
  const [kdf, scheme] = inside(parameters)
  const [kdfOid, kdfParameters] = inside(kdf)
  const [cipherOid, iv] = inside(scheme)
  if (oidOf(kdfOid) !== pbkdf2Oid) return `its key is derived with ${oidOf(kdfOid)}, which is not known here`
  const suite = ciphers.get(oidOf(cipherOid))
  if (suite === undefined) return `it is encrypted with ${oidOf(cipherOid)}, which is not known here`
  const [salt, rounds, ...rest] = inside(kdfParameters)
  const iterations = rounds?.tag === tag.integer ? positive(bytes, rounds) : 0
  if (salt?.tag !== tag.octetString || iv?.tag !== tag.octetString || iterations === 0) return unreadable
  if (iterations > mostIterations) return tooMany(iterations)
  const prf = rest.find((element) => element.tag === tag.sequence)
  const digestOid = prf === undefined ? '1.2.840.113549.2.7' : oidOf(inside(prf)[0])
  const digest = digests.get(digestOid)
  if (digest === undefined) return `its key is derived with ${digestOid}, which is not known here`
  return {
    cipher: suite.cipher,
    keyAndIv: (password) => ({
      key: pbkdf2(digest, password ?? '', bytes.subarray(salt.start, salt.end), { c: iterations, dkLen: suite.key }),
      iv: bytes.subarray(iv.start, iv.end),
    }),
  }
}

const tooMany = (iterations: number): string =>
  `its key takes ${iterations} rounds to derive; we go through ${mostIterations} at most`

/** The value of a small positive INTEGER; 0: it is none, or above 2^31. */
function positive(bytes: Uint8Array, { start, end }: DerElement): number {
  if (end - start > 4) return 0
  const value = bytes.subarray(start, end).reduce((sum, octet) => sum * 256 + octet, 0)
  return value > 0x7fffffff ? 0 : value
}
