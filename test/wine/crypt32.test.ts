import { createHash } from 'node:crypto'
import { mkdirSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rootCertificate } from '../../src/lab/authority.ts'
import { concat, oid, sequence } from '../../src/lab/der-writer.ts'
import { labKey } from '../../src/lab/key.ts'
import { utc } from '../../src/lab/shapes.ts'
import type { StoresRead } from './read-stores.ts'
import { freshWine, koffiPackages, missingKoffi, type Wine } from './wine.ts'

const root = (name: string): Uint8Array =>
  rootCertificate(
    { subject: { CN: name }, key: labKey('p-256', `wine crypt32 ${name}`) },
    { notBefore: utc('2020-01-01T00:00:00Z'), notAfter: utc('2040-01-01T00:00:00Z') },
  )
const sha1 = (der: Uint8Array): Buffer => createHash('sha1').update(der).digest()
const hex = (der: Uint8Array): string => sha1(der).toString('hex')
const record = (id: number, value: Uint8Array): Uint8Array =>
  concat(new Uint8Array(Uint32Array.of(id, 1, value.length).buffer), value)
/** MS-GPEF §2.2.1.1.1: number, 1, length, value; the certificate last. */
const blob = (der: Uint8Array, properties: Readonly<Record<number, Uint8Array>>): Uint8Array =>
  concat(record(3, sha1(der)), ...Object.entries(properties).map(([id, value]) => record(Number(id), value)), record(32, der))
const purposes = (...oids: readonly string[]): Uint8Array => sequence(...oids.map(oid))

const serverAuth = '1.3.6.1.5.5.7.3.1'
const anyPurpose = '2.5.29.37.0'
const emailProtection = '1.3.6.1.5.5.7.3.4'
const user = 'HKEY_CURRENT_USER\\SOFTWARE\\Microsoft\\SystemCertificates'
const machine = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SystemCertificates'
const policy = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\SystemCertificates'
const enterprise = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\EnterpriseCertificates'

const [plain, mail, both, distrusted] = [root('Plain'), root('For mail'), root('In both'), root('Distrusted')]
const [byPolicy, ofEnterprise, fetched] = [root('By policy'), root('Of the enterprise'), root('Fetched')]
const [middle, peer] = [root('Middle'), root('Peer')]

describe.skipIf(missingKoffi !== null)(
  `crypt32 called through koffi, under Wine${missingKoffi === null ? '' : ` (skipped: ${missingKoffi})`}`,
  () => {
    const script = fileURLToPath(new URL('read-stores.ts', import.meta.url))
    let wine: Wine
    let byRegistry: StoresRead
    let byCrypt32: StoresRead
    beforeAll(() => {
      wine = freshWine()
      wine.node(script)
      const put = (at: string, der: Uint8Array, properties: Readonly<Record<number, Uint8Array>> = {}) => ({
        key: `${at}\\Certificates\\${hex(der).toUpperCase()}`,
        name: 'Blob',
        value: blob(der, properties),
      })
      wine.setBinaries([
        put(`${user}\\Root`, plain),
        put(`${user}\\Root`, both, { 9: purposes(emailProtection) }),
        put(`${machine}\\ROOT`, both, { 9: purposes(serverAuth), 11: Buffer.from('A name\0', 'utf16le') }),
        put(`${machine}\\ROOT`, mail, { 9: purposes(emailProtection) }),
        put(`${machine}\\ROOT`, distrusted),
        put(`${machine}\\Disallowed`, distrusted),
        put(`${machine}\\AuthRoot`, fetched),
        put(`${machine}\\CA`, middle),
        put(`${machine}\\TrustedPeople`, peer),
        put(`${policy}\\Root`, byPolicy),
        put(`${enterprise}\\Root`, ofEnterprise),
      ])
      byRegistry = wine.node(script) as StoresRead
      byCrypt32 = wine.node(script, koffiPackages) as StoresRead
    })
    afterAll(() => wine?.remove())

    // Wine 8 knows no property above 28, and leaves out a certificate that has one: the programme's are not proved here.
    test('each store of each scope holds what the registry shows, with the same settings', () => {
      const parts = Object.entries(byRegistry.stores).filter(([name]) => name.includes('/'))
      expect(parts.filter(([, held]) => held !== null).length).toBeGreaterThan(8)
      expect(Object.entries(byCrypt32.stores).filter(([name]) => name.includes('/'))).toEqual(parts)
      expect(byCrypt32.stores['windows:CU/ROOT']).toMatchObject({
        [hex(plain)]: null,
        [hex(both)]: { trusts: [emailProtection], rejects: [] },
      })
      expect(byCrypt32.stores['windows:LM/Disallowed']).toMatchObject({
        [hex(distrusted)]: { trusts: [], rejects: [anyPurpose] },
      })
    })

    // Wine 8 has no location of the enterprise: there the registry is read, and it is said.
    test('where each was read is told', () => {
      const windows = Object.entries(byCrypt32.origins).filter(([name]) => name.startsWith('windows:') && !name.includes('ENT'))
      expect(windows.length).toBeGreaterThan(9)
      expect(windows.filter(([, origin]) => !/through crypt32/.test(origin))).toEqual([])
      expect(byCrypt32.origins['windows:ENT/ROOT']).toMatch(
        /^Windows registry, .*; not through crypt32: CertOpenStore: it fails and gives no reason/,
      )
      expect(Object.values(byRegistry.origins).filter((origin) => /crypt32/.test(origin))).toEqual([])
    })

    // Wine 8 puts together the user's and the machine's store alone.
    test('ROOT is what crypt32 puts together, less what is disallowed', () => {
      const here = (all: StoresRead): readonly string[] => Object.keys(all.stores['windows:ROOT'] ?? {}).sort()
      const elsewhere = [byPolicy, ofEnterprise, fetched].map(hex)
      expect(here(byRegistry)).toEqual(expect.arrayContaining(elsewhere))
      expect(here(byCrypt32)).toEqual(here(byRegistry).filter((id) => !elsewhere.includes(id)))
      expect(here(byCrypt32)).toEqual(expect.arrayContaining([plain, both, mail].map(hex)))
      expect(here(byCrypt32)).not.toContain(hex(distrusted))
      expect(byCrypt32.stores['windows:ROOT']).toMatchObject({ [hex(both)]: { trusts: [emailProtection, serverAuth] } })
      expect(byCrypt32.origins['windows:ROOT']).toMatch(
        /scopes through crypt32: 4, scopes in the registry: 1, 3 of these scopes that Windows does not give out, less 1 that are disallowed/,
      )
      expect(byCrypt32.stores['system']).toEqual(byCrypt32.stores['windows:ROOT'])
    })

    test('a koffi that cannot be used is told, and the registry read', () => {
      const lame = wine.node(script, ['koffi']) as StoresRead
      expect(lame.stores).toEqual(byRegistry.stores)
      expect(lame.origins['windows:LM/ROOT']).toMatch(
        /^Windows registry, .*; not through crypt32: koffi 3\.\S+ lies there without @koromix/,
      )
      expect(lame.origins['windows:ROOT']).toMatch(/scopes in the registry: \d+.*; not through crypt32: koffi/)
    })

    test('a koffi that NODE_PATH leads to is not loaded', () => {
      const [planted, trapped] = [join(wine.folder, 'planted'), join(wine.folder, 'trapped')]
      for (const name of koffiPackages) {
        mkdirSync(join(planted, name), { recursive: true })
        for (const file of ['index.js', 'index.cjs', 'indirect.cjs'])
          writeFileSync(join(planted, name, file), `require('node:fs').writeFileSync(process.env.TRAP, 'loaded')`)
        writeFileSync(join(planted, name, 'package.json'), `{"name":"${name}","version":"3.3.4"}`)
      }
      const windows = (path: string): string => `Z:${path.replaceAll('/', '\\')}`
      const read = wine.node(script, [], { NODE_PATH: windows(planted), TRAP: windows(trapped) }) as StoresRead
      expect(existsSync(trapped)).toBe(false)
      expect(read.origins).toEqual(byRegistry.origins)
    })
  },
)
