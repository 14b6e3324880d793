import { execFileSync } from 'node:child_process'
import { createHash, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { caCertificate, type LabEntity, rootCertificate } from '../../src/lab/authority.ts'
import {
  concat,
  explicit,
  integer,
  nullValue,
  octetString,
  oid,
  sequence,
  setOf,
  tlv,
  utcTime,
} from '../../src/lab/der-writer.ts'
import { basicConstraints, extKeyUsage } from '../../src/lab/extensions.ts'
import { labKey } from '../../src/lab/key.ts'
import { mint } from '../../src/lab/mint.ts'
import { utc } from '../../src/lab/shapes.ts'
import { authroot, authrootUnder } from '../../src/programmes/authroot.ts'
import { microsoftRoot } from '../../src/programmes/shared/microsoft-root.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { writePem } from '../../src/x509/pem.ts'
import { readPkcs7 } from '../../src/x509/pkcs7.ts'
import { readSignedData } from '../../src/x509/signed-data.ts'
import { sharedJson, sharedPath } from '../support/shared.ts'
import { contentOf, context, sha256Hex, told, whyNot } from './support.ts'

/** Another program's decoding of the same file (`../shared/corpora/README.md`). */
interface Decoded {
  readonly sequence: string
  readonly entries: readonly {
    readonly sha256: string
    readonly eku?: readonly string[]
    readonly disallowed_filetime?: string
    readonly disallowed_ekus?: readonly string[]
    readonly not_before_filetime?: string
    readonly not_before_ekus?: readonly string[]
  }[]
}

const folder = 'corpora/truststores/microsoft'
const servers = '1.3.6.1.5.5.7.3.1'
const lists = [
  ['authroot-2023-02-09', '2022-11-15T22:21:26Z'],
  ['authroot-2024-02-08', '2023-12-13T23:55:48Z'],
] as const

describe.each(lists)("Microsoft's list %s", (name, day) => {
  const path = sharedPath(`${folder}/${name}.stl`)
  const decoded = sharedJson<Decoded>(`${folder}/${name}.json`)
  const isAbsent = path === null || decoded === null
  const bytes = isAbsent ? new Uint8Array() : new Uint8Array(readFileSync(path))

  test.skipIf(isAbsent)('says what another decoding says (skipped without ../shared)', () => {
    const content = contentOf(authroot, bytes)
    expect(content.asOf).toBe(utc(day))
    expect(content.issue).toBe(decoded?.sequence.toLowerCase().padStart(32, '0'))
    const about = (purposes: readonly string[] | undefined): boolean => purposes === undefined || purposes.includes(servers)
    const expected = decoded?.entries.map((e) => {
      const disabled = e.disallowed_filetime
      if (!about(e.eku) || (disabled === undefined && e.disallowed_ekus?.includes(servers) === true)) return 'other-purpose'
      if (disabled !== undefined && about(e.disallowed_ekus))
        return disabled === 'always' || disabled <= day ? 'removed' : 'limited'
      return e.not_before_filetime !== undefined && about(e.not_before_ekus)
        ? e.not_before_filetime === 'always'
          ? 'limited'
          : 'dated'
        : 'included'
    })
    expect(content.statements.map((s) => [s.sha256, s.says])).toEqual(decoded?.entries.map((e, i) => [e.sha256, expected?.[i]]))
    expect(new Set(expected)).toEqual(new Set(['included', 'dated', 'limited', 'other-purpose', 'removed']))
  })

  test.skipIf(isAbsent)('has a signature that OpenSSL finds good too (skipped without ../shared)', () => {
    const work = mkdtempSync(join(tmpdir(), 'rootcause-authroot-'))
    try {
      const signed = readSignedData(bytes)
      const signer = signed?.signers[0]
      if (signed == null || signer?.signedAttributes == null) throw new Error('no signer')
      const put = (file: string, content: Uint8Array | string): string => {
        writeFileSync(join(work, file), content)
        return join(work, file)
      }
      const openssl = (...args: string[]): string => execFileSync('openssl', args, { encoding: 'utf8', timeout: 20_000 })
      const [leaf, ...above] = (readPkcs7(bytes) ?? []).map((der) => writePem('CERTIFICATE', der))
      const leafFile = put('leaf.pem', leaf ?? '')
      const root = put('root.pem', writePem('CERTIFICATE', microsoftRoot().der))
      const untrusted = put('above.pem', above.join(''))
      const at = String(utc(day))
      expect(
        openssl('verify', '-no-CAfile', '-no-CApath', '-CAfile', root, '-untrusted', untrusted, '-attime', at, leafFile),
      ).toMatch(/OK/)
      const key = put('key.pem', openssl('x509', '-in', leafFile, '-noout', '-pubkey'))
      const signature = put('signature', signer.signature)
      expect(
        openssl('dgst', '-sha256', '-verify', key, '-signature', signature, put('attributes', signer.signedAttributes)),
      ).toMatch(/OK/)
      expect(Buffer.from(signer.signedAttributes).includes(createHash('sha256').update(signed.content).digest())).toBe(true)
    } finally {
      rmSync(work, { recursive: true })
    }
  })

  test.skipIf(isAbsent)(
    'is refused with one bit changed, or says the same (skipped without ../shared)',
    () => {
      const whole = contentOf(authroot, bytes)
      const refused: string[] = []
      // Densely where the signature and its attributes stand, sparsely in the long list.
      const places = [...bytes.keys()].filter((at) => at < 120 || at % 1999 === 0 || (at > bytes.length - 620 && at % 2 === 0))
      let same = 0
      for (const at of places) {
        const changed = bytes.slice()
        changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
        const read = authroot.read(changed, context)
        if (read.kind === 'unreadable') refused.push(read.why)
        else {
          same++
          expect(read).toEqual(whole)
        }
      }
      expect(refused.length).toBeGreaterThan(430)
      // What stands outside the signature: versions, and algorithms that are named a second time.
      expect(same).toBeLessThan(40)
      expect(new Set(refused)).toContain('its content is not what was signed')
      expect(new Set(refused)).toContain('its signature is wrong')
    },
    60_000,
  )

  test.skipIf(isAbsent)('is refused where another root is trusted, or something follows it (skipped without ../shared)', () => {
    const other = readCertificate(rootCertificate(entity('other root'), years(2010, 2035)))
    expect(
      whyNot(
        authrootUnder(() => [other]),
        bytes,
      ),
    ).toBe('it does not lead to an authority that is trusted for it')
    expect(whyNot(authroot, concat(bytes, Uint8Array.of(0)))).toBe('this is no certificate trust list')
    expect(whyNot(authroot, bytes.subarray(0, bytes.length - 1))).toBe('this is no certificate trust list')
  })

  test.skipIf(isAbsent)('is found in a cabinet (skipped without ../shared)', () => {
    expect(contentOf(authroot, cabinet('authroot.stl', bytes))).toEqual(contentOf(authroot, bytes))
  })

  const hasGcab = (() => {
    try {
      execFileSync('gcab', ['--version'], { timeout: 5000, stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  })()
  test.skipIf(isAbsent || !hasGcab)('is found in a cabinet that gcab made (skipped without ../shared or gcab)', () => {
    const work = mkdtempSync(join(tmpdir(), 'rootcause-cabinet-'))
    try {
      writeFileSync(join(work, 'authroot.stl'), bytes)
      execFileSync('gcab', ['-c', '-z', 'list.cab', 'authroot.stl'], { cwd: work, timeout: 20_000, stdio: 'ignore' })
      const packed = new Uint8Array(readFileSync(join(work, 'list.cab')))
      expect(packed.length).toBeLessThan(bytes.length)
      expect(contentOf(authroot, packed)).toEqual(contentOf(authroot, bytes))
    } finally {
      rmSync(work, { recursive: true })
    }
  })
})

test("the embedded root is Microsoft's by its published SHA-256", () => {
  expect(sha256Hex(microsoftRoot().der)).toBe('df545bf919a2439c36983b54cdfc903dfa4f37d3996d8d84b4c31eec6f3c163e')
})

function entity(CN: string): LabEntity {
  return { subject: { CN }, key: labKey('p-256', CN) }
}
function years(from: number, to: number) {
  return { notBefore: utc(`${from}-01-01T00:00:00Z`), notAfter: utc(`${to}-01-01T00:00:00Z`) }
}

const rootListSigner = '1.3.6.1.4.1.311.10.3.9'
const trustList = '1.3.6.1.4.1.311.10.1'
const root = entity('list root')
const middle = entity('list authority')
const signer = entity('list signer')
const rootCert = rootCertificate(root, years(2010, 2035))

interface Departures {
  readonly purposes?: readonly string[]
  readonly middlePurposes?: readonly string[]
  readonly middleIsAuthority?: boolean
  readonly validity?: ReturnType<typeof years>
  readonly digestOf?: (value: Uint8Array, whole: Uint8Array) => Uint8Array
  readonly attributeType?: string
  readonly digest?: 'sha1' | 'sha256'
  readonly withoutAttributes?: boolean
  readonly withoutSigner?: boolean
  readonly twiceSigned?: boolean
  readonly signedBy?: LabEntity
  readonly usage?: string
}

/** A list with one entry for `sha256`, signed as Microsoft signs its own but for the departures. */
function list(departures: Departures = {}): Uint8Array {
  const d = departures
  const certificateOf = (subject: LabEntity, issuer: LabEntity, purposes: readonly string[], isAuthority: boolean) =>
    caCertificate(issuer, subject, d.validity ?? years(2020, 2030), {
      extensions: (usual) => [
        ...usual.filter((e) => !['2.5.29.37', '2.5.29.19', '2.5.29.15'].includes(e.oid)),
        basicConstraints(isAuthority),
        extKeyUsage(...purposes),
      ],
    })
  const middleCert = certificateOf(middle, root, d.middlePurposes ?? [rootListSigner], d.middleIsAuthority ?? true)
  const signerCert = certificateOf(signer, middle, d.purposes ?? [rootListSigner], false)
  const property = (id: number, value: Uint8Array) => sequence(oid(`1.3.6.1.4.1.311.10.11.${id}`), setOf(octetString(value)))
  const entry = sequence(octetString(new Uint8Array(20)), setOf(property(98, new Uint8Array(32).fill(0xab))))
  const content = sequence(
    sequence(oid(d.usage ?? rootListSigner)),
    integer(7),
    utcTime(utc('2024-01-01T00:00:00Z')),
    sequence(oid('1.3.14.3.2.26'), nullValue()),
    sequence(entry),
  )
  const value = readCertificateContent(content)
  const digest = d.digest ?? 'sha256'
  const digestOid = sequence(oid(digest === 'sha1' ? '1.3.14.3.2.26' : '2.16.840.1.101.3.4.2.1'), nullValue())
  const hash = createHash(digest)
    .update(d.digestOf?.(value, content) ?? value)
    .digest()
  const attributes = concat(
    sequence(oid('1.2.840.113549.1.9.3'), setOf(oid(d.attributeType ?? trustList))),
    sequence(oid('1.2.840.113549.1.9.4'), setOf(octetString(new Uint8Array(hash)))),
  )
  const info = (by: LabEntity) =>
    sequence(
      integer(1),
      sequence(...nameAndSerial(signerCert)),
      digestOid,
      d.withoutAttributes === true ? new Uint8Array() : tlv(0xa0, attributes),
      sequence(oid('1.2.840.10045.4.3.2')),
      octetString(new Uint8Array(sign(digest, d.withoutAttributes === true ? value : tlv(0x31, attributes), by.key.privateKey))),
    )
  const infos = [info(d.signedBy ?? signer), ...(d.twiceSigned === true ? [info(root)] : [])]
  return sequence(
    oid('1.2.840.113549.1.7.2'),
    explicit(
      0,
      sequence(
        integer(1),
        setOf(digestOid),
        sequence(oid(trustList), explicit(0, content)),
        tlv(0xa0, ...(d.withoutSigner === true ? [middleCert] : [signerCert, middleCert])),
        setOf(...infos),
      ),
    ),
  )
}

/** The value octets of a SEQUENCE. */
function readCertificateContent(element: Uint8Array): Uint8Array {
  const long = (element[1] ?? 0) & 0x80
  return element.subarray(long === 0 ? 2 : 2 + ((element[1] ?? 0) & 0x7f))
}

function nameAndSerial(der: Uint8Array): readonly Uint8Array[] {
  const { issuer, serialNumber } = readCertificate(der)
  return [issuer.der, tlv(0x02, serialNumber)]
}

describe('the signature over a list', () => {
  const own = authrootUnder(() => [readCertificate(rootCert)])

  test('is good as minted', () => {
    expect(told(contentOf(own, list()))).toEqual({ ['ab'.repeat(32)]: ['microsoft included'] })
  })

  test("is refused under Microsoft's root", () => {
    expect(whyNot(authroot, list())).toBe('it does not lead to an authority that is trusted for it')
  })

  const serverAuth = '1.3.6.1.5.5.7.3.1'
  test.each<[string, Departures, string]>([
    [
      'the purpose is not in the certificate',
      { purposes: [serverAuth] },
      "the signer's certificate is not for signing such lists",
    ],
    [
      'the authority has other purposes',
      { middlePurposes: [serverAuth] },
      'it does not lead to an authority that is trusted for it',
    ],
    ['the authority is none', { middleIsAuthority: false }, 'it does not lead to an authority that is trusted for it'],
    [
      'the certificate had ended',
      { validity: years(2020, 2023) },
      'the certificate of list signer was not valid at 2024-01-01T00:00:00Z',
    ],
    ['another key signed', { signedBy: middle }, 'its signature is wrong'],
    ['the digest is that of the element with its tag', { digestOf: (_, whole) => whole }, 'its content is not what was signed'],
    [
      'the attributes name other content',
      { attributeType: '1.2.840.113549.1.7.1' },
      'the signed attributes name another kind of content',
    ],
    ['it is by SHA-1', { digest: 'sha1' }, 'the digest of its signature is none that is accepted'],
    ['there are no signed attributes', { withoutAttributes: true }, 'its signature has no signed attributes'],
    ['the signer is not in it', { withoutSigner: true }, "the signer's certificate is not in it"],
    ['one of two signatures is wrong', { twiceSigned: true }, 'its signature is wrong'],
    ['it is another list of the same signer', { usage: '1.3.6.1.4.1.311.10.3.30' }, 'this is not the list of roots'],
  ])('is refused where %s', (_, departures, why) => {
    expect(whyNot(own, list(departures))).toBe(why)
  })

  test('is refused by a certificate that leads to the root with the key of a server', () => {
    const leaf = mint({
      issuer: root.subject,
      subject: signer.subject,
      ...years(2020, 2030),
      key: signer.key,
      signer: root.key,
      extensions: [extKeyUsage(serverAuth)],
    })
    expect(readCertificate(leaf).extendedKeyUsage?.purposes).toEqual([serverAuth])
    expect(whyNot(own, list({ purposes: [serverAuth] }))).not.toBeNull()
  })
})

/** A cabinet of one folder and one file (MS-CAB §2), with MSZIP (MS-MCI) and the checksums left out (0: none is told). */
function cabinet(name: string, content: Uint8Array): Uint8Array {
  const blocks: Uint8Array[] = []
  for (let at = 0; at < content.length; at += 32_768) {
    const plain = content.subarray(at, at + 32_768)
    const dictionary = content.subarray(Math.max(0, at - 32_768), at)
    const packed = concat(
      new Uint8Array(Buffer.from('CK')),
      new Uint8Array(deflateRawSync(plain, dictionary.length > 0 ? { dictionary } : {})),
    )
    blocks.push(concat(u32(0), u16(packed.length), u16(plain.length), packed))
  }
  const file = concat(u32(content.length), u32(0), u16(0), u16(0), u16(0), u16(0x20), new Uint8Array(Buffer.from(`${name}\0`)))
  const data = 36 + 8 + file.length
  const folderEntry = concat(u32(data), u16(blocks.length), u16(1))
  const size = data + blocks.reduce((sum, b) => sum + b.length, 0)
  const header = concat(
    new Uint8Array(Buffer.from('MSCF')),
    u32(0),
    u32(size),
    u32(0),
    u32(36 + 8),
    u32(0),
    Uint8Array.of(3, 1),
    u16(1),
    u16(1),
    u16(0),
    u16(0),
    u16(0),
  )
  return concat(header, folderEntry, file, ...blocks)
}
function u16(n: number): Uint8Array {
  return Uint8Array.of(n & 0xff, n >> 8)
}
function u32(n: number): Uint8Array {
  return concat(u16(n & 0xffff), u16(n >>> 16))
}
