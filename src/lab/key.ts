import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'

/** Kinds of key that the lab mints. */
export type KeyKind = 'rsa-2048' | 'rsa-1024' | 'p-256' | 'p-384' | 'ed25519'

/** A key pair of the lab. `spki` is the DER of its SubjectPublicKeyInfo. */
export interface LabKey {
  readonly kind: KeyKind
  readonly privateKey: KeyObject
  readonly spki: Uint8Array
}

const pool = new Map<string, LabKey>()

/**
 * The key that bears this label in this process; made when first asked for (an RSA key takes about 0.1 s) and never written.
 * Entities of one fault need labels of their own; authorities of different faults may share one, for their names differ.
 */
export function labKey(kind: KeyKind, label: string): LabKey {
  const id = `${kind} ${label}`
  const known = pool.get(id)
  if (known) return known
  const privateKey = generate(kind)
  const spki = new Uint8Array(createPublicKey(privateKey).export({ type: 'spki', format: 'der' }))
  const key = { kind, privateKey, spki }
  pool.set(id, key)
  return key
}

/**
 * The same P-256 key with its curve written out as numbers (RFC 5480 §2.1.1 forbids them in certificates).
 * The private key stays as it was, for the point does not change.
 */
export function withExplicitParameters(key: LabKey): LabKey {
  const point = key.spki.subarray(-65)
  // Node writes a named curve whatever it read, so the numbers come from a throw-away key made with them.
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1', paramEncoding: 'explicit' })
  const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
  spki.set(point, spki.length - point.length)
  return { ...key, spki }
}

function generate(kind: KeyKind): KeyObject {
  switch (kind) {
    case 'rsa-2048':
      return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    case 'rsa-1024':
      return generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
    case 'p-256':
      return generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey
    case 'p-384':
      return generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey
    case 'ed25519':
      return generateKeyPairSync('ed25519').privateKey
  }
}
