import type { Certificate } from '../../model/certificate.ts'
import type { GeneralName, NameConstraints } from '../../model/extension.ts'
import type { Name } from '../../model/name.ts'
import type { AllPathsVerifier } from '../../model/verifier.ts'
import { toHex } from '../../x509/hex.ts'
import { parseIp } from './host-name-ip.ts'
import { prefixLength } from './name-constraints-ip.ts'

/**
 * What crypto/x509/parser.go stumbles over that the encoding itself allows, in Go's words and in the order in which it reads: strings
 * in names, the curve and the point of a key, subtrees that are none. `null`: it takes the certificate. Seen on 1.19.
 */
export const goReading = (certificate: Certificate, verifier: AllPathsVerifier): string | null =>
  nameReading(certificate.issuer) ??
  nameReading(certificate.subject) ??
  keyReading(certificate, verifier) ??
  (certificate.nameConstraints === null ? null : constraintsReading(certificate.nameConstraints))

/** parseASN1String; TeletexString is taken as it is. */
const charactersOf: ReadonlyMap<number, readonly [string, RegExp]> = new Map([
  [12, ['UTF-8 string', /^[^\ufffd]*$/]],
  [18, ['NumericString', /^[\d ]*$/]],
  [19, ['PrintableString', /^[A-Za-z\d '()*+,\-./:=?&]*$/]],
  [22, ['IA5String', /^[\0-\x7f]*$/]],
  [30, ['BMPString', /^[^]*$/]],
])

function nameReading(name: Name): string | null {
  let reading = readings.get(name)
  if (reading === undefined) readings.set(name, (reading = readName(name)))
  return reading
}

/** A certificate is judged at many instants. */
const readings = new WeakMap<Name, string | null>()

function readName(name: Name): string | null {
  for (const { tag, value } of name.rdns.flat()) {
    const known = charactersOf.get(tag)
    if (known === undefined && tag !== 20) return `${inName}unsupported string type: ${tag}`
    if (known !== undefined && !known[1].test(value)) return `${inName}invalid ${known[0]}`
  }
  return null
}

const inName = 'x509: invalid RDNSequence: invalid attribute value: '

const nullTag = 5

/** parsePublicKey: parameters, namedCurveFromOID, and elliptic.Unmarshal, which wants the uncompressed form (SEC 1 §2.3.3). */
function keyReading({ subjectPublicKeyInfo }: Certificate, { algorithms }: AllPathsVerifier): string | null {
  const { key, subjectPublicKey, algorithm } = subjectPublicKeyInfo
  if (key.kind === 'rsa' && !key.pss && algorithm.parameters?.[0] !== nullTag) return 'x509: RSA key missing NULL parameters'
  if (key.kind === 'ed25519' && algorithm.parameters !== null) return 'x509: Ed25519 key encoded with illegal parameters'
  if (key.kind !== 'ec' || key.curve === null) return null
  if (algorithms.curves?.includes(key.curve) === false) return 'x509: unsupported elliptic curve'
  return subjectPublicKey[0] === 4 ? null : 'x509: failed to unmarshal elliptic curve point'
}

/** parseNameConstraintsExtension. */
function constraintsReading({ permitted, excluded }: NameConstraints): string | null {
  const bases = [...permitted, ...excluded].map(({ base }) => base)
  if (bases.length === 0) return 'x509: empty name constraints extension'
  for (const base of bases) {
    const reading = baseReading(base)
    if (reading !== null) return `x509: ${reading}`
  }
  return null
}

function baseReading(base: GeneralName): string | null {
  switch (base.kind) {
    case 'dns':
      return isDomain(base.value) ? null : `failed to parse dnsName constraint ${JSON.stringify(base.value)}`
    case 'email':
      // Of an address the decoder looks at both parts; of a local part no more is asked here than that there is one.
      return isDomain(base.value.slice(base.value.lastIndexOf('@') + 1)) && !base.value.startsWith('@')
        ? null
        : `failed to parse rfc822Name constraint ${JSON.stringify(base.value)}`
    case 'uri': {
      const failed = `failed to parse URI constraint ${JSON.stringify(base.value)}`
      if (parseIp(base.value) !== null) return `${failed}: cannot be IP address`
      return isDomain(base.value) ? null : failed
    }
    case 'ip': {
      const mask = base.value.subarray(base.value.length / 2)
      return prefixLength(mask) !== null ? null : `IP constraint contained invalid mask ${toHex(mask)}`
    }
    default:
      return null
  }
}

/** domainToReverseLabels, behind a leading period: labels of visible ASCII, none of them empty; none at all is a domain too. */
const isDomain = (text: string): boolean => {
  const domain = text.startsWith('.') ? text.slice(1) : text
  return domain === '' || /^[\x21-\x2d\x2f-\x7e]+(?:\.[\x21-\x2d\x2f-\x7e]+)*$/.test(domain)
}
