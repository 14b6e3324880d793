import type { SubjectPublicKeyInfo } from '../../model/algorithm.ts'

/**
 * seckey_ExtractPublicKey (lib/cryptohi/seckey.c): RSA and DSA are decoded; of an elliptic curve its parameters have to name it, and
 * the point is not looked at. Other kinds are none.
 */
export function isNssKey(spki: SubjectPublicKeyInfo): boolean {
  const { key, algorithm, subjectPublicKey } = spki
  if (isNssEllipticKey(spki)) return algorithm.parameters?.[0] === objectIdentifierTag && subjectPublicKey.length > 0
  return key.kind === 'rsa' || key.kind === 'dsa'
}

const objectIdentifierTag = 0x06
const ecPublicKey = '1.2.840.10045.2.1'

/** seckey_GetKeyType (lib/cryptohi/seckey.c): the kind of a key is told by its algorithm, whether it can be read or not. */
export const isNssEllipticKey = ({ key, algorithm }: SubjectPublicKeyInfo): boolean =>
  key.kind === 'ec' || (key.kind === 'malformed' && algorithm.oid === ecPublicKey)

/** Whether seckey_GetKeyType knows a kind of key at all. */
export const isNssKeyKind = ({ key }: SubjectPublicKeyInfo): boolean =>
  key.kind === 'rsa' || key.kind === 'dsa' || key.kind === 'ec' || key.kind === 'malformed'
