import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { bmpString, ia5String, oid, printableString, sequence, setOf, tlv, utf8String } from '../../src/lab/der-writer.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { rootCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { seconds } from '../../src/model/time.ts'
import { opensslNameHash } from '../../src/x509/openssl-name-hash.ts'
import { hasTool, temporaryFolder, tool } from '../support/tool.ts'

const folder = temporaryFolder()
afterAll(folder.remove)

const cn = (value: Uint8Array): Uint8Array => sequence(oid('2.5.4.3'), value)
const o = (value: Uint8Array): Uint8Array => sequence(oid('2.5.4.10'), value)
const numeric = (text: string): Uint8Array => tlv(0x12, Buffer.from(text))
const teletex = (text: string): Uint8Array => tlv(0x14, Buffer.from(text, 'latin1'))

/** Names whose strings OpenSSL makes alike in one way or another, or leaves as they are. */
const names: Readonly<Record<string, Uint8Array>> = {
  'one plain string': sequence(setOf(cn(utf8String('example root')))),
  'upper case and white space': sequence(setOf(cn(utf8String('  Example \t  ROOT \n x ')))),
  'letters beyond ASCII keep their case': sequence(setOf(cn(utf8String('ÄÖÜ Größe ΑΒΓ')))),
  'string types': sequence(
    setOf(o(printableString('Some Org'))),
    setOf(o(ia5String('Other ORG'))),
    setOf(o(bmpString('Dritte Ä'))),
    setOf(cn(teletex('Fünfte'))),
  ),
  'a numeric string': sequence(setOf(sequence(oid('2.5.4.5'), numeric('12 34')))),
  'several in one RDN': sequence(setOf(cn(utf8String('B')), o(utf8String('a'))), setOf(cn(utf8String('C')))),
  'an RDN whose order changes': sequence(setOf(cn(utf8String('z')), cn(bmpString('a')), cn(printableString('MM')))),
  'a long string': sequence(setOf(cn(utf8String('Long '.repeat(60))))),
  'an empty string': sequence(setOf(cn(utf8String('')))),
}

describe('the hash by which OpenSSL looks names up', () => {
  it.skipIf(!hasTool('openssl', 'version')).each(Object.entries(names))('%s', (_, subject) => {
    const file = join(folder.path, 'name.pem')
    const validity = { notBefore: seconds(1_577_836_800), notAfter: seconds(2_208_988_800) }
    writeFileSync(file, certificatesPem([rootCertificate({ subject, key: labKey('p-256', 'hash') }, validity)]))
    expect(opensslNameHash(subject)).toBe(tool('openssl', ['x509', '-in', file, '-noout', '-subject_hash']).trim())
  })

  it('is none of what is no name', () => {
    expect(opensslNameHash(Uint8Array.of(0x31, 0))).toBeNull()
    expect(opensslNameHash(Uint8Array.of(0x30, 5, 1))).toBeNull()
    expect(opensslNameHash(sequence(sequence()))).toBeNull()
  })
})
