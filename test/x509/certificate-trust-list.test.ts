import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explicit, generalizedTime, integer, octetString, oid, sequence, setOf, utcTime } from '../../src/lab/der-writer.ts'
import { utc } from '../../src/lab/shapes.ts'
import { fileTime } from '../../src/stores/shared/windows-blob.ts'
import { certificateProperty, readCertificateTrustList } from '../../src/x509/certificate-trust-list.ts'
import { toHex } from '../../src/x509/hex.ts'
import { readObjectIdentifiers } from '../../src/x509/object-identifiers.ts'
import { sharedJson, sharedPath } from '../support/shared.ts'

/** Another program's decoding of the same file (`../shared/corpora/README.md`). */
interface Decoded {
  readonly sequence: string
  readonly this_update: string
  readonly entries: readonly {
    readonly sha1: string
    readonly sha256: string
    readonly friendly_name: string
    readonly eku?: readonly string[]
    readonly disallowed_filetime?: string
    readonly disallowed_ekus?: readonly string[]
    readonly not_before_filetime?: string
  }[]
}

const folder = 'corpora/truststores/microsoft'

describe.each(['authroot-2023-02-09', 'authroot-2024-02-08'])("Microsoft's list %s", (name) => {
  const file = sharedPath(`${folder}/${name}.stl`)
  const decoded = sharedJson<Decoded>(`${folder}/${name}.json`)
  const isAbsent = file === null || decoded === null
  const list = isAbsent ? null : readCertificateTrustList(new Uint8Array(readFileSync(file)))

  test.skipIf(isAbsent)('is read as another program read it (skipped without ../shared)', () => {
    expect(list?.sequenceNumber).toBe(decoded?.sequence)
    expect(list?.usages).toEqual(['1.3.6.1.4.1.311.10.3.9'])
    expect(list?.nextUpdate).toBeNull()
    const time = (octets: Uint8Array | undefined): string | undefined => {
      if (octets === undefined || octets.length === 0) return octets === undefined ? undefined : 'always'
      return new Date((fileTime(octets) ?? Number.NaN) * 1000).toISOString().replace('.000Z', 'Z')
    }
    const purposes = (octets: Uint8Array | undefined) => (octets === undefined ? undefined : readObjectIdentifiers(octets))
    const seen = list?.entries.map(({ id, properties }) => ({
      sha1: id,
      sha256: toHex(properties.get(98) ?? new Uint8Array(0)),
      friendly_name: Buffer.from(properties.get(11) ?? [])
        .toString('utf16le')
        .replace(/\0$/, ''),
      eku: purposes(properties.get(9)),
      disallowed_filetime: time(properties.get(104)),
      disallowed_ekus: purposes(properties.get(122)),
      not_before_filetime: time(properties.get(126)),
    }))
    expect(seen).toEqual(
      decoded?.entries.map((e) => ({
        sha1: e.sha1,
        sha256: e.sha256,
        friendly_name: e.friendly_name,
        eku: e.eku,
        disallowed_filetime: e.disallowed_filetime,
        disallowed_ekus: e.disallowed_ekus,
        not_before_filetime: e.not_before_filetime,
      })),
    )
  })

  test.skipIf(isAbsent)('its date and its hash are those that openssl sees (skipped without ../shared)', () => {
    const shown = execFileSync('openssl', ['asn1parse', '-inform', 'DER', '-in', file ?? ''], {
      encoding: 'utf8',
      timeout: 10_000,
      maxBuffer: 1 << 26,
    })
    const [, date = ''] = /UTCTIME +:(\d{12})Z/.exec(shown) ?? []
    const [y = '', m = '', d = '', h = '', min = '', s = ''] = date.match(/../g) ?? []
    expect(list?.thisUpdate).toBe(Date.UTC(2000 + Number(y), Number(m) - 1, Number(d), Number(h), Number(min), Number(s)) / 1000)
    expect(shown).toMatch(/OBJECT +:sha1\n/)
    expect(list?.subjectAlgorithm).toBe('1.3.14.3.2.26')
  })

  test.skipIf(isAbsent)('cut anywhere it is no list (skipped without ../shared)', () => {
    const bytes = new Uint8Array(readFileSync(file ?? ''))
    for (let size = 0; size < bytes.length; size += 997) expect(readCertificateTrustList(bytes.subarray(0, size))).toBeNull()
  })
})

/** A SignedData without signers around a CTL with every field (wincrypt.h: CTL_INFO). */
const list = (...entries: readonly Uint8Array[]): Uint8Array =>
  sequence(
    oid('1.2.840.113549.1.7.2'),
    explicit(
      0,
      sequence(
        integer(1),
        setOf(),
        sequence(
          oid('1.3.6.1.4.1.311.10.1'),
          explicit(
            0,
            sequence(
              integer(0),
              sequence(oid('1.3.6.1.4.1.311.10.3.9'), oid('1.3.6.1.4.1.311.10.3.30')),
              octetString(Uint8Array.of(1, 2)),
              integer(77),
              utcTime(utc('2026-01-01T00:00:00Z')),
              generalizedTime(utc('2051-01-01T00:00:00Z')),
              sequence(oid('1.3.6.1.4.1.311.10.11.15')),
              sequence(...entries),
              explicit(0, sequence()),
            ),
          ),
        ),
      ),
    ),
  )

test('every field, wanted or not', () => {
  const other = sequence(oid('1.2.3'), setOf(octetString(Uint8Array.of(9))))
  const known = sequence(oid('1.3.6.1.4.1.311.10.11.11'), setOf(octetString(Uint8Array.of(7))))
  expect(readCertificateTrustList(list(sequence(octetString(Uint8Array.of(0xab)), setOf(other, known))))).toEqual({
    usages: ['1.3.6.1.4.1.311.10.3.9', '1.3.6.1.4.1.311.10.3.30'],
    sequenceNumber: '4d',
    thisUpdate: utc('2026-01-01T00:00:00Z'),
    nextUpdate: utc('2051-01-01T00:00:00Z'),
    subjectAlgorithm: '1.3.6.1.4.1.311.10.11.15',
    entries: [{ id: 'ab', properties: new Map([[11, Uint8Array.of(7)]]) }],
  })
})

test('an entry that cannot be read spoils the list: half a list of the disallowed would trust too much', () => {
  const sound = sequence(octetString(Uint8Array.of(1)))
  expect(readCertificateTrustList(list(sound, sound))?.entries).toHaveLength(2)
  expect(readCertificateTrustList(list(sound, integer(1), sound))).toBeNull()
  expect(readCertificateTrustList(list(sound, sequence(integer(1)), sound))).toBeNull()
})

test('any octets, and any list with octets changed, are read without an exception', () => {
  const file = sharedPath(`${folder}/authroot-2023-02-09.stl`)
  const start = file === null ? Uint8Array.of(0x30, 3, 2, 1, 1) : new Uint8Array(readFileSync(file)).subarray(0, 4000)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(start.length - 1), (octets, at) => {
      readCertificateTrustList(octets)
      const spoilt = Uint8Array.from(start)
      spoilt.set(octets.subarray(0, start.length - at), at)
      const read = readCertificateTrustList(spoilt)
      expect(read === null || Array.isArray(read.entries)).toBe(true)
    }),
    { numRuns: 500, seed: 4 },
  )
})

test('garbage is no list', () => {
  expect(readCertificateTrustList(new Uint8Array(0))).toBeNull()
  expect(readCertificateTrustList(Uint8Array.from({ length: 300 }, (_, i) => (i * 37) & 255))).toBeNull()
})

test('identifiers of properties', () => {
  expect(certificateProperty('1.3.6.1.4.1.311.10.11.126')).toBe(126)
  expect(certificateProperty('1.3.6.1.4.1.311.10.11.1.2')).toBeNull()
  expect(certificateProperty('1.3.14.3.2.26')).toBeNull()
})
