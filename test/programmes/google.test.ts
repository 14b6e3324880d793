import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { rootCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { utc } from '../../src/lab/shapes.ts'
import { aosp } from '../../src/programmes/aosp.ts'
import { chromeRootCerts } from '../../src/programmes/chrome-root-certs.ts'
import { chromeRootStore } from '../../src/programmes/chrome-root-store.ts'
import { readTextProto } from '../../src/programmes/shared/text-proto.ts'
import { writePem } from '../../src/x509/pem.ts'
import { sharedJson } from '../support/shared.ts'
import { contentOf, sha256Hex, told, whyNot } from './support.ts'

const der = (CN: string): Uint8Array =>
  rootCertificate(
    { subject: { CN }, key: labKey('p-256', `google ${CN}`) },
    { notBefore: utc('2010-01-01T00:00:00Z'), notAfter: utc('2040-01-01T00:00:00Z') },
  )
const id = (n: number): string => n.toString(16).padStart(64, '0')

describe('the Chrome Root Store', () => {
  // The shapes of net/data/ssl/chrome_root_store/root_store.textproto (versions 17 and 36) and of net/cert/root_store.proto.
  const store = `# Chrome Root Store.
# proto-message: chrome_browser_chrome_root_store.RootStore
version_major: 36

# CN=A, O="Quoted", C=IT
trust_anchors {
  sha256_hex: "${id(1)}"
  ev_policy_oids: "2.23.140.1.1"
  ev_policy_oids: "1.3.159.1.17.1"
  eutl: true
  enforce_anchor_expiry: true
}
trust_anchors {
  sha256_hex: "${id(2).toUpperCase()}"
  constraints: {
    sct_not_after_sec: 1731369599
    min_version: "131"
  }
  constraints: {
    max_version_exclusive: "131"
  }
}
trust_anchors: <
  sha256_hex: "${id(3).slice(0, 10)}" '${id(3).slice(10)}';
  constraints: [{ permitted_dns_names: ["tr", 'example'] }]
>
trust_anchors { sha256_hex: "${id(4)}" constraints { something_new: 7 } }
additional_certs { sha256_hex: "${id(5)}" eutl: true }
additional_certs { sha256_hex: "${id(6)}" tls_trust_anchor: true }
`
  test('tells anchors, and which rules cut them off', () => {
    const content = contentOf(chromeRootStore, store)
    expect(told(content)).toEqual({
      [id(1)]: ['google included'],
      [id(2)]: ['google dated'],
      [id(3)]: ['google limited'],
      [id(4)]: ['google limited'],
      [id(5)]: ['google other-purpose'],
      [id(6)]: ['google included'],
    })
    // 1731369599 is 2024-11-11T23:59:59Z, the day that Chrome announced for Entrust.
    expect(content.statements.map((s) => s.note).slice(1, 4)).toEqual([
      'logged by 2024-11-11 and from Chrome 131 on; or before Chrome 131',
      'for names under tr, example',
      'something_new 7',
    ])
  })

  test('numbers itself so that a later issue is the greater text', () => {
    const issue = (version: number): string => contentOf(chromeRootStore, store.replace('36', String(version))).issue
    expect([issue(100), issue(9), issue(36)].toSorted()).toEqual([issue(9), issue(36), issue(100)])
  })

  test('may come as Gitiles writes it, in base64', () => {
    expect(contentOf(chromeRootStore, Buffer.from(store).toString('base64'))).toEqual(contentOf(chromeRootStore, store))
  })

  test('is not read by halves', () => {
    expect(whyNot(chromeRootStore, store.slice(0, store.indexOf('max_version')))).toMatch(/not as the format has it$/)
    expect(whyNot(chromeRootStore, store.replace('version_major: 36', ''))).toBe(
      'it has no version: this is no Chrome Root Store',
    )
    expect(whyNot(chromeRootStore, store.replace(id(4), 'ab'))).toBe('an anchor has no fingerprint, or there is none')
    expect(whyNot(chromeRootStore, 'version_major: 36')).toBe('an anchor has no fingerprint, or there is none')
    expect(whyNot(chromeRootStore, '<!doctype html>')).toMatch(/not as the format has it$/)
  })

  const known = sharedJson<{
    version_major: number
    constraints: readonly { sha256: string; sct_not_after_sec: number; min_version?: number }[]
  }>('corpora/truststores/chrome_root_store_v36_constraints.json')
  test.skipIf(known === null)('limits those that version 36 constrained, by the same day (skipped without ../shared)', () => {
    const anchors = (known?.constraints ?? []).map(
      (c) =>
        `trust_anchors {\n  sha256_hex: "${c.sha256}"\n  constraints: {\n    sct_not_after_sec: ${c.sct_not_after_sec}\n  }\n}\n`,
    )
    const content = contentOf(chromeRootStore, `version_major: ${known?.version_major}\n${anchors.join('')}`)
    expect(content.statements.map((s) => [s.sha256, s.says, s.note])).toEqual(
      known?.constraints.map((c) => [
        c.sha256,
        'dated',
        `logged by ${new Date(c.sct_not_after_sec * 1000).toISOString().slice(0, 10)}`,
      ]),
    )
    expect(content.statements.length).toBeGreaterThan(5)
  })

  test('has its certificates in another file, with text between them', () => {
    const [a, b] = [der('A'), der('B')]
    const file = [a, b]
      .map((d) => `# ${sha256Hex(d)}\nCertificate:\n    Data:\n        Version: 3 (0x2)\n${writePem('CERTIFICATE', d)}\n`)
      .join('')
    for (const form of [file, Buffer.from(file).toString('base64')]) {
      const content = contentOf(chromeRootCerts, form)
      expect(content.statements).toEqual([])
      expect(content.certificates.map((d) => sha256Hex(d))).toEqual([sha256Hex(a), sha256Hex(b)])
    }
    expect(whyNot(chromeRootCerts, file.slice(0, -40))).not.toBeNull()
  })
})

describe('the text format', () => {
  test('gives values in their order, escapes undone', () => {
    const read = readTextProto(String.raw`a: 1 a: -2.5 b: "x\"\n\x41\101" c { d: true } e: []`)
    expect(read).toEqual(
      new Map<string, unknown>([
        ['a', [{ bare: '1' }, { bare: '-2.5' }]],
        ['b', ['x"\nAA']],
        ['c', [new Map([['d', [{ bare: 'true' }]]])]],
        ['e', []],
      ]),
    )
  })
  test.each(['a: {', 'a: }', 'a 1', 'a: "x', ': 1', 'a: [1 2]', 'a: [1', '{', `${'a {'.repeat(40)}${'}'.repeat(40)}`])(
    '%j is refused',
    (text) => {
      expect(readTextProto(text)).toMatch(/^line \d+: not as the format has it$/)
    },
  )
})

describe("Android's list", () => {
  const work = mkdtempSync(join(tmpdir(), 'rootcause-aosp-'))
  afterAll(() => rmSync(work, { recursive: true }))
  const [a, b] = [der('A'), der('B')]
  const pack = (name: string, files: Readonly<Record<string, string>>, ...options: readonly string[]): Uint8Array => {
    const folder = join(work, name)
    mkdirSync(folder)
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content)
    execFileSync('tar', [...options, '-czf', `${folder}.tar.gz`, '-C', folder, '.'], { timeout: 20_000 })
    return new Uint8Array(readFileSync(`${folder}.tar.gz`))
  }
  const withText = (d: Uint8Array): string => `${writePem('CERTIFICATE', d)}Certificate:\n    Data:\n        Version: 3 (0x2)\n`

  test.each(['gnu', 'ustar', 'pax'])('is read from an archive that tar made (%s)', (format) => {
    const archive = pack(
      format,
      { '01419da9.0': withText(a), '01419da9.1': withText(b), README: 'no certificate' },
      `--format=${format}`,
    )
    const content = contentOf(aosp, archive)
    expect(told(content)).toEqual({ [sha256Hex(a)]: ['google included'], [sha256Hex(b)]: ['google included'] })
    expect(content.certificates).toHaveLength(2)
  })

  test('is refused cut, damaged, too large or without certificates', () => {
    const archive = pack('whole', { '01419da9.0': withText(a) })
    const broken = 'this is no whole .tar.gz archive'
    for (const size of [0, 5, 20, archive.length - 9, archive.length - 1])
      expect(whyNot(aosp, archive.subarray(0, size))).toBe(broken)
    const changed = archive.slice()
    changed[changed.length - 6] = (changed.at(-6) ?? 0) ^ 1 // in the checksum
    expect(whyNot(aosp, changed)).toBe(broken)
    expect(whyNot(aosp, gzipSync(new Uint8Array(30_000_000)))).toBe(broken)
    expect(whyNot(aosp, gzipSync(new Uint8Array(700).fill(65)))).toBe(broken)
    expect(whyNot(aosp, pack('none', { README: 'x' }))).toBe('it holds no certificate')
    expect(whyNot(aosp, pack('empty', { '01419da9.0': 'x' }))).toBe('a file of a certificate holds none, or several')
    expect(whyNot(aosp, pack('two', { '01419da9.0': withText(a) + withText(b) }))).toBe(
      'a file of a certificate holds none, or several',
    )
  })
})
