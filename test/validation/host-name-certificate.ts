import { spawnSync } from 'node:child_process'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { explicit, ia5String, implicit, integer, oid, sequence, tlv, utf8String } from '../../src/lab/der-writer.ts'
import type { Certificate } from '../../src/model/certificate.ts'
import type { GeneralName, GeneralSubtree, NameConstraints } from '../../src/model/extension.ts'
import type { Name } from '../../src/model/name.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { seconds } from '../../src/model/time.ts'

/** Attribute type and text, one RDN each; the type `raw:` and an OID is written as IA5String. */
export type Subject = readonly (readonly [string, string])[]

export interface NamedSpec {
  readonly subject?: Subject
  readonly names?: readonly GeneralName[]
  readonly constraints?: { readonly permitted?: readonly GeneralSubtree[]; readonly excluded?: readonly GeneralSubtree[] }
}

const bytes = new Uint8Array()
const algorithm = { oid: '1.2.840.10045.4.3.2', parameters: null, der: bytes }
const emailAddress = '1.2.840.113549.1.9.1'

export const dns = (value: string): GeneralName => ({ kind: 'dns', value })
export const email = (value: string): GeneralName => ({ kind: 'email', value })
export const uri = (value: string): GeneralName => ({ kind: 'uri', value })
export const ip = (...octets: readonly number[]): GeneralName => ({ kind: 'ip', value: Uint8Array.from(octets) })
export const directory = (...subject: Subject): GeneralName => ({ kind: 'directory', value: nameOf(subject) })
export const other = (type: string): GeneralName => ({ kind: 'other', type, value: utf8String('x') })
export const cn = (text: string): readonly [string, string] => ['2.5.4.3', text]
export const o = (text: string): readonly [string, string] => ['2.5.4.10', text]
export const mail = (text: string): readonly [string, string] => [emailAddress, text]
export const subtree = (base: GeneralName, minimum = 0, maximum: number | null = null): GeneralSubtree => ({
  base,
  minimum,
  maximum,
})

/** A certificate as the model has it, with these names and nothing else. */
export function namedCertificate(spec: NamedSpec): Certificate {
  return {
    der: bytes,
    sha256: '' as Sha256,
    tbsCertificate: bytes,
    version: 3,
    serialNumber: Uint8Array.of(1),
    signature: algorithm,
    issuer: nameOf([]),
    notBefore: seconds(0),
    notAfter: seconds(1),
    dateAnomalies: { notBefore: [], notAfter: [] },
    subject: nameOf(spec.subject ?? []),
    subjectPublicKeyInfo: { der: bytes, raw: '', algorithm, subjectPublicKey: bytes, key: { kind: 'unknown', bits: 0 } },
    extensions: [],
    signatureAlgorithm: algorithm,
    signatureScheme: { kind: 'ecdsa', hash: 'sha256' },
    signatureValue: bytes,
    anomalies: [],
    basicConstraints: null,
    keyUsage: null,
    extendedKeyUsage: null,
    subjectAltName: spec.names === undefined ? null : { critical: false, names: spec.names },
    issuerAltName: null,
    nameConstraints: null,
    certificatePolicies: null,
    policyConstraints: null,
    policyMappings: null,
    inhibitAnyPolicy: null,
    authorityKeyIdentifier: null,
    subjectKeyIdentifier: null,
    authorityInfoAccess: null,
    cRLDistributionPoints: null,
    signedCertificateTimestamps: null,
    tlsFeatures: null,
    legacy: {
      netscapeCertType: null,
      netscapeComment: null,
      microsoftTemplateName: null,
      microsoftTemplateId: null,
      microsoftCaVersion: null,
    },
  }
}

export const constraintsOf = (spec: NamedSpec['constraints']): NameConstraints => ({
  critical: true,
  permitted: spec?.permitted ?? [],
  excluded: spec?.excluded ?? [],
})

function nameOf(subject: Subject): Name {
  const der = writeName(subject)
  const rdns = subject.map(([type, value]) => [{ type, value, tag: type === emailAddress ? 22 : 12 }])
  return { der, raw: Buffer.from(der).toString('latin1'), canonical: Buffer.from(der).toString('latin1').toLowerCase(), rdns }
}

const writeName = (subject: Subject): Uint8Array =>
  sequence(
    ...subject.map(([type, text]) => tlv(0x31, sequence(oid(type), type === emailAddress ? ia5String(text) : utf8String(text)))),
  )

function writeGeneralName(name: GeneralName): Uint8Array {
  switch (name.kind) {
    case 'email':
      return implicit(1, Buffer.from(name.value, 'latin1'))
    case 'dns':
      return implicit(2, Buffer.from(name.value, 'latin1'))
    case 'directory':
      return explicit(4, name.value.der)
    case 'uri':
      return implicit(6, Buffer.from(name.value, 'latin1'))
    case 'ip':
      return implicit(7, name.value)
    case 'registered-id':
      return implicit(8, oid(name.value).subarray(2))
    case 'other':
      return tlv(0xa0, oid(name.type), explicit(0, name.value))
    default:
      throw new TypeError(`not written: ${name.kind}`)
  }
}

const writeSubtree = ({ base, minimum, maximum }: GeneralSubtree): Uint8Array =>
  sequence(
    writeGeneralName(base),
    ...(minimum === 0 ? [] : [implicit(0, integer(minimum).subarray(2))]),
    ...(maximum === null ? [] : [implicit(1, integer(maximum).subarray(2))]),
  )

const writeSubtrees = (tag: number, subtrees: readonly GeneralSubtree[]): readonly Uint8Array[] =>
  subtrees.length === 0 ? [] : [tlv(0xa0 | tag, ...subtrees.map(writeSubtree))]

const hexOf = (octets: Uint8Array): string => Buffer.from(octets).toString('hex')

const issuerSubject: Subject = [cn('Issuer')]
/** The real OpenSSL on certificates that it minted itself, in a temporary folder. */
export class OpenSsl {
  private readonly folder: string
  private readonly key: string

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'names-'))
    this.key = join(this.folder, 'key.pem')
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    writeFileSync(this.key, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  }

  /** Version line; `null` when there is no such program. */
  static version(): string | null {
    const run = spawnSync('openssl', ['version'], { encoding: 'utf8', timeout: 10_000 })
    return run.status === 0 ? run.stdout.trim() : null
  }

  /** Path of a PEM certificate with these names, signed by itself or by `issuer`. */
  mint(spec: NamedSpec, issuer?: string): string {
    const constraints = constraintsOf(spec.constraints)
    const lines = [`basicConstraints=critical,CA:${spec.constraints === undefined ? 'FALSE' : 'TRUE'}`]
    if (spec.names !== undefined) lines.push(`subjectAltName=DER:${hexOf(sequence(...spec.names.map(writeGeneralName)))}`)
    if (spec.constraints !== undefined) {
      const value = sequence(...writeSubtrees(0, constraints.permitted), ...writeSubtrees(1, constraints.excluded))
      lines.push(`nameConstraints=critical,DER:${hexOf(value)}`)
    }
    const subject = spec.subject ?? (spec.constraints === undefined ? [] : issuerSubject)
    const id = createHash('sha256')
      .update(JSON.stringify([lines, subject, issuer]))
      .digest('hex')
      .slice(0, 24)
    const [config, out] = [join(this.folder, `${id}.cnf`), join(this.folder, `${id}.pem`)]
    writeFileSync(config, `[req]\ndistinguished_name=dn\n[dn]\n[x]\n${lines.join('\n')}\n`)
    const subjectArgs = ['-subj', `/${subject.map(([type, text]) => `${type}=${text.replace(/[/\\+]/g, '\\$&')}`).join('/')}`]
    const ca = issuer === undefined ? [] : ['-CA', issuer, '-CAkey', this.key]
    this.run([
      'req',
      '-x509',
      '-new',
      '-utf8',
      '-config',
      config,
      '-extensions',
      'x',
      '-key',
      this.key,
      '-days',
      '3650',
      ...subjectArgs,
      ...ca,
      '-out',
      out,
    ])
    return out
  }

  /** The number of the first error, 0 when the certificate is accepted. */
  verify(trusted: string, target: string, ...options: readonly string[]): number {
    const run = spawnSync('openssl', ['verify', '-no_check_time', ...options, '-CAfile', trusted, target], {
      encoding: 'utf8',
      timeout: 10_000,
      env: { PATH: process.env['PATH'] ?? '' },
    })
    if (run.status === 0) return 0
    const code = /error (\d+) at/.exec(run.stdout + run.stderr)?.[1]
    if (code === undefined) throw new Error(`openssl verify: ${run.stdout}${run.stderr}`)
    return Number(code)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  private run(args: readonly string[]): void {
    const run = spawnSync('openssl', args, { encoding: 'utf8', timeout: 10_000, env: { PATH: process.env['PATH'] ?? '' } })
    if (run.status !== 0) throw new Error(`openssl ${args.join(' ')}: ${run.stderr}`)
  }
}
