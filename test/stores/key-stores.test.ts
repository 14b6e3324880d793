import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explicit, octetString, oid, sequence, setOf, integer } from '../../src/lab/der-writer.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { readStore } from '../../src/stores/index.ts'
import { machine } from '../support/machine.ts'
import { cuts, heldIn, hex, testRoot, told } from '../support/roots.ts'
import { hasTool, temporaryFolder, tool } from '../support/tool.ts'

const first = testRoot('First')
const second = testRoot('Second')
const folder = temporaryFolder()
const path = (name: string): string => join(folder.path, name)

beforeAll(() => {
  writeFileSync(path('first.pem'), certificatesPem([first]))
  writeFileSync(path('second.pem'), certificatesPem([second]))
})
afterAll(folder.remove)

const read = (octets: Uint8Array, name = '/store') => readStore(machine({ files: { [name]: octets } }), name)
const origin = async (octets: Uint8Array): Promise<string | undefined> => (await read(octets))?.origin

/** Wherever it is cut, it is read as unreadable, or whole where only what stands behind the certificates is missing. */
async function holdsWhenCut(octets: Uint8Array): Promise<void> {
  for (const cut of cuts(octets)) expect(typeof told(await read(cut)), `cut at ${cut.length}`).toBe('string')
}

/** Whatever octet is another, it is read as something, and never as a store of nothing. */
async function holdsWhenSpoilt(octets: Uint8Array): Promise<void> {
  for (let at = 0; at < octets.length; at++) {
    const spoilt = octets.slice()
    spoilt[at] = spoilt[at]! ^ 0xff
    expect(told(await read(spoilt)), `octet ${at}`).not.toHaveLength(0)
  }
}

describe('a Java key store', () => {
  const number = (value: number): Uint8Array => Uint8Array.of(value >> 24, value >> 16, value >> 8, value)
  const text = (value: string): Uint8Array => Buffer.concat([Uint8Array.of(0, value.length), Buffer.from(value)])
  const entry = (der: Uint8Array, alias: string): Uint8Array =>
    Buffer.concat([number(2), text(alias), new Uint8Array(8), text('X.509'), number(der.length), der])
  const jks = (password: string, ...entries: readonly Uint8Array[]): Uint8Array => {
    const body = Buffer.concat([number(0xfeedfeed), number(2), number(entries.length), ...entries])
    const digest = createHash('sha1').update(Buffer.from(password, 'utf16le').swap16()).update('Mighty Aphrodite').update(body)
    return Buffer.concat([body, digest.digest()])
  }

  it('is read without a password, and says whether it is under the usual one', async () => {
    const usual = jks('changeit', entry(first, 'a'), entry(second, 'b'))
    expect(told(await read(usual))).toEqual([hex(first), hex(second)])
    expect(await origin(usual)).toBe('/store (JKS, under the usual password)')
    expect(await origin(jks('other', entry(first, 'a')))).toBe('/store (JKS, under another password than the usual one)')
  })

  it('holds a certificate that stands in it twice once', async () => {
    expect(told(await read(jks('x', entry(first, 'a'), entry(second, 'b'), entry(first, 'c'))))).toEqual([
      hex(first),
      hex(second),
    ])
  })

  it('leaves the certificates of a private key out', async () => {
    const key = Buffer.concat([number(1), text('k'), new Uint8Array(8), number(3), Uint8Array.of(1, 2, 3), number(1)])
    const chain = Buffer.concat([text('X.509'), number(first.length), first])
    expect(told(await read(jks('x', Buffer.concat([key, chain]), entry(second, 'b'))))).toEqual([hex(second)])
    expect(told(await read(jks('x', Buffer.concat([key, chain]))))).toBe('it holds keys, and no trusted certificate')
  })

  it('with any octet another is read as something', () => holdsWhenSpoilt(jks('changeit', entry(first, 'a'))))

  it('is unreadable wherever it is cut', () => holdsWhenCut(jks('changeit', entry(first, 'a'), entry(second, 'b'))))

  it('is unreadable when it claims more than it holds', async () => {
    const store = Buffer.from(jks('changeit', entry(first, 'a')))
    store.writeUInt32BE(0x7fffffff, 8)
    expect(told(await read(store))).toBe('the Java key store is cut or damaged')
  })
})

describe('a PKCS#12 file', () => {
  const bag = (der: Uint8Array, isTrusted: boolean): Uint8Array => {
    const certificate = sequence(oid('1.2.840.113549.1.9.22.1'), explicit(0, octetString(der)))
    const mark = sequence(oid('2.16.840.1.113894.746875.1.1'), setOf(oid('2.5.29.37.0')))
    const attributes = isTrusted ? [setOf(mark)] : []
    return sequence(oid('1.2.840.113549.1.12.10.1.3'), explicit(0, certificate), ...attributes)
  }
  const info = (content: Uint8Array): Uint8Array => sequence(oid('1.2.840.113549.1.7.1'), explicit(0, octetString(content)))
  const plain = (...bags: readonly Uint8Array[]): Uint8Array => sequence(integer(3), info(sequence(info(sequence(...bags)))))

  it('without encryption, as a JDK 18 and later comes with, is read', async () => {
    const store = plain(bag(first, true), bag(second, true))
    expect(told(await read(store))).toEqual([hex(first), hex(second)])
    expect(await origin(store)).toBe('/store (PKCS#12, not encrypted)')
  })

  it("holds what Java's mark stands beside, and is never empty where none does", async () => {
    expect(told(await read(plain(bag(first, false), bag(second, true))))).toEqual([hex(second)])
    expect(told(await read(plain(bag(first, false))))).toMatch(/^the one certificate in it is not marked as trusted/)
    expect(told(await read(plain()))).toBe('it holds no certificate')
  })

  it('with any octet another is read as something', () => holdsWhenSpoilt(plain(bag(first, true))))

  it('is unreadable wherever it is cut', () => holdsWhenCut(plain(bag(first, true), bag(second, true))))

  it.skipIf(!hasTool('openssl', 'version'))('of OpenSSL has no such mark, under whatever password it is opened', async () => {
    const make = (name: string, ...args: readonly string[]): Uint8Array => {
      tool('openssl', ['pkcs12', '-export', '-nokeys', '-in', path('first.pem'), '-out', path(name), ...args])
      return readFileSync(path(name))
    }
    const marked = /^the one certificate in it is not marked as trusted/
    expect(told(await read(make('usual.p12', '-passout', 'pass:changeit')))).toMatch(marked)
    expect(told(await read(make('empty.p12', '-passout', 'pass:')))).toMatch(marked)
    expect(told(await read(make('des.p12', '-certpbe', 'PBE-SHA1-3DES', '-passout', 'pass:changeit')))).toMatch(marked)
    expect(told(await read(make('none.p12', '-certpbe', 'NONE', '-passout', 'pass:whatever')))).toMatch(marked)
    expect(told(await read(make('other.p12', '-passout', 'pass:correct horse')))).toMatch(
      /password that is none of the usual ones/,
    )
    await holdsWhenCut(readFileSync(path('usual.p12')))
  })
})

describe.skipIf(!hasTool('keytool', '-help'))('what keytool writes', () => {
  const make = (name: string, password: string, files: readonly string[], ...args: readonly string[]): Uint8Array => {
    for (const file of files) {
      const common = ['-importcert', '-noprompt', '-alias', file, '-file', path(file), '-keystore', path(name)]
      tool('keytool', [
        ...args.filter((a) => a.startsWith('-J')),
        ...common,
        '-storepass',
        password,
        ...args.filter((a) => !a.startsWith('-J')),
      ])
    }
    return readFileSync(path(name))
  }

  it('as JKS is read under any password', async () => {
    const store = make('store.jks', 'correct horse', ['first.pem', 'second.pem'], '-storetype', 'JKS')
    expect(heldIn(await read(store))).toEqual([hex(first), hex(second)].sort())
    expect(await origin(store)).toBe('/store (JKS, under another password than the usual one)')
  }, 60_000)

  it('as JCEKS is read', async () => {
    const store = make('store.jceks', 'changeit', ['first.pem'], '-storetype', 'JCEKS')
    expect(told(await read(store))).toEqual([hex(first)])
    expect(await origin(store)).toBe('/store (JCEKS, under the usual password)')
  }, 60_000)

  it('as PKCS#12 is read under the usual password, and under another is no empty store', async () => {
    const usual = make('usual-java.p12', 'changeit', ['first.pem', 'second.pem'], '-storetype', 'PKCS12')
    expect(heldIn(await read(usual))).toEqual([hex(first), hex(second)].sort())
    expect(await origin(usual)).toBe('/store (PKCS#12, encrypted with the usual password "changeit")')
    const other = make('other-java.p12', 'correct horse', ['first.pem'], '-storetype', 'PKCS12')
    expect(told(await read(other))).toBe('it is encrypted with a password that is none of the usual ones')
    await holdsWhenCut(usual)
  }, 60_000)

  it('as PKCS#12 in the way of JDK 8 to 15 is read', async () => {
    const store = make('legacy.p12', 'changeit', ['first.pem'], '-storetype', 'PKCS12', '-J-Dkeystore.pkcs12.legacy')
    expect(told(await read(store))).toEqual([hex(first)])
  }, 60_000)
})
