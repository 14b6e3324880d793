import {
  checkPrimeSync,
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto'
import type { KeyKind, LabKey } from '../../../src/lab/key.ts'

const pool = new Map<string, LabKey>()

/**
 * The key that this label names on every machine: its secret is a digest of the label, so that nothing has to be kept and a
 * recording stays valid. Worthless as a secret, and meant for tests alone. An RSA key takes up to a second once a process.
 */
export function fixedKey(kind: KeyKind, label: string): LabKey {
  const id = `${kind} ${label}`
  const known = pool.get(id)
  if (known !== undefined) return known
  const privateKey = make(kind, `rootcause test key: ${id}`)
  const spki = new Uint8Array(createPublicKey(privateKey).export({ type: 'spki', format: 'der' }))
  const key: LabKey = { kind, privateKey, spki }
  pool.set(id, key)
  labels.set(key, id)
  return key
}

const labels = new WeakMap<LabKey, string>()

/** Kind and label of a fixed key, parted by a space. Throws for a key that is none. */
export function labelOf(key: LabKey): string {
  const label = labels.get(key)
  if (label === undefined) throw new Error('a key of a case has to be a fixed one')
  return label
}

/** The fixed key of a text that `labelOf` gave. */
export function fixedKeyOf(text: string): LabKey {
  const [kind = '', ...label] = text.split(' ')
  const found = kinds.find((known) => known === kind)
  if (found === undefined) throw new Error(`there is no kind of key ${kind}`)
  return fixedKey(found, label.join(' '))
}

const kinds: readonly KeyKind[] = ['rsa-2048', 'rsa-1024', 'p-256', 'p-384', 'ed25519']

function make(kind: KeyKind, label: string): KeyObject {
  switch (kind) {
    case 'rsa-2048':
      return rsa(2048, label)
    case 'rsa-1024':
      return rsa(1024, label)
    case 'p-256':
      return ellipticCurve('prime256v1', 'P-256', octets(label, 32))
    case 'p-384':
      return ellipticCurve('secp384r1', 'P-384', octets(label, 48))
    case 'ed25519': {
      // RFC 8410 §7.
      const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), octets(label, 32)])
      return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    }
  }
}

function ellipticCurve(curve: string, crv: string, secret: Buffer): KeyObject {
  const pair = createECDH(curve)
  pair.setPrivateKey(secret)
  const point = pair.getPublicKey().subarray(1)
  const half = point.length / 2
  const part = (from: number, to: number): string => point.subarray(from, to).toString('base64url')
  const key: JsonWebKey = {
    kty: 'EC',
    crv,
    d: secret.toString('base64url'),
    x: part(0, half),
    y: part(half, point.length),
  }
  return createPrivateKey({ key, format: 'jwk' })
}

/** FIPS 186-5 §A.1 in its main lines: two primes with the two highest bits set, e = 65537. */
function rsa(bits: number, label: string): KeyObject {
  const e = 65537n
  const p = prime(bits / 2, `${label} p`, e)
  const q = prime(bits / 2, `${label} q`, e)
  const d = inverse(e, (p - 1n) * (q - 1n))
  const text = (value: bigint): string => {
    const hex = value.toString(16)
    return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url')
  }
  const key: JsonWebKey = {
    kty: 'RSA',
    n: text(p * q),
    e: text(e),
    d: text(d),
    p: text(p),
    q: text(q),
    dp: text(d % (p - 1n)),
    dq: text(d % (q - 1n)),
    qi: text(inverse(q, p)),
  }
  return createPrivateKey({ key, format: 'jwk' })
}

function prime(bits: number, label: string, e: bigint): bigint {
  const start = BigInt(`0x${octets(label, bits / 8).toString('hex')}`) | (3n << BigInt(bits - 2)) | 1n
  for (let candidate = start; ; candidate += 2n) {
    if (small.every((n) => candidate % n !== 0n) && (candidate - 1n) % e !== 0n && checkPrimeSync(candidate)) return candidate
  }
}

const small: readonly bigint[] = [3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n, 43n, 47n]

/** The inverse of `a` modulo `m`, by the extended Euclidean algorithm. */
function inverse(a: bigint, m: bigint): bigint {
  let [r, next, t, u] = [m, a % m, 0n, 1n]
  while (next !== 0n) {
    const quotient = r / next
    ;[r, next] = [next, r - quotient * next]
    ;[t, u] = [u, t - quotient * u]
  }
  return t < 0n ? t + m : t
}

/** So many octets that follow from the label alone. */
function octets(label: string, count: number): Buffer {
  const parts: Buffer[] = []
  for (let i = 0; parts.length * 32 < count; i++) parts.push(createHash('sha256').update(`${label} ${i}`).digest())
  return Buffer.concat(parts).subarray(0, count)
}
