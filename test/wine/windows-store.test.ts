import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rootCertificate } from '../../src/lab/authority.ts'
import { concat, oid, sequence } from '../../src/lab/der-writer.ts'
import { labKey } from '../../src/lab/key.ts'
import { utc } from '../../src/lab/shapes.ts'
import type { StoresRead } from './read-stores.ts'
import { freshWine, missing, type Wine } from './wine.ts'

const root = (name: string): Uint8Array =>
  rootCertificate(
    { subject: { CN: name }, key: labKey('p-256', `wine ${name}`) },
    { notBefore: utc('2020-01-01T00:00:00Z'), notAfter: utc('2040-01-01T00:00:00Z') },
  )
const sha1 = (der: Uint8Array): Buffer => createHash('sha1').update(der).digest()
const hex = (der: Uint8Array): string => sha1(der).toString('hex')

const record = (id: number, value: Uint8Array): Uint8Array =>
  concat(new Uint8Array(Uint32Array.of(id, 1, value.length).buffer), value)
const blob = (der: Uint8Array, purposes: readonly string[] | null = null): Uint8Array =>
  concat(record(3, sha1(der)), ...(purposes === null ? [] : [record(9, sequence(...purposes.map(oid)))]), record(32, der))

const serverAuth = '1.3.6.1.5.5.7.3.1'
const emailProtection = '1.3.6.1.5.5.7.3.4'
const [plain, forServers, forMail, distrusted] = [root('Plain'), root('For servers'), root('For mail'), root('Distrusted')]
const user = 'HKEY_CURRENT_USER\\SOFTWARE\\Microsoft\\SystemCertificates'
const machine = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SystemCertificates'

describe.skipIf(missing !== null)(`the stores of Windows, under Wine${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let wine: Wine
  let before: StoresRead
  let after: StoresRead
  beforeAll(() => {
    wine = freshWine()
    const script = fileURLToPath(new URL('read-stores.ts', import.meta.url))
    before = wine.node(script) as StoresRead
    const put = (at: string, der: Uint8Array, purposes: readonly string[] | null = null) => ({
      key: `${at}\\Certificates\\${hex(der).toUpperCase()}`,
      name: 'Blob',
      value: blob(der, purposes),
    })
    wine.setBinaries([
      put(`${user}\\Root`, plain),
      put(`${user}\\Root`, forServers, [serverAuth]),
      put(`${machine}\\ROOT`, forMail, [emailProtection]),
      put(`${machine}\\ROOT`, distrusted),
      put(`${machine}\\Disallowed`, distrusted),
    ])
    after = wine.node(script) as StoresRead
  })
  afterAll(() => wine?.remove())

  test('what we read of the registry is what Node reads through crypt32', () => {
    expect(before.platform).toBe('win32')
    expect(before.runtime.length).toBeGreaterThan(50)
    expect(Object.keys(before.stores['windows:ROOT'] ?? {}).sort()).toEqual([...new Set(before.runtime)].sort())
    expect(before.stores['system']).toEqual(before.stores['windows:ROOT'])
    expect(before.stores['windows:GP/ROOT']).toBeNull()
  })

  test('what somebody put there is seen, with its purposes; what is disallowed is not trusted', () => {
    expect(after.stores['windows:CU/ROOT']).toEqual({
      [hex(plain)]: null,
      [hex(forServers)]: { trusts: [serverAuth], rejects: [], binds: 'everyone' },
    })
    expect(Object.keys(after.stores['windows:LM/Disallowed'] ?? {})).toEqual([hex(distrusted)])
    expect(Object.keys(after.stores['windows:LM/ROOT'] ?? {})).toEqual(expect.arrayContaining([hex(forMail), hex(distrusted)]))
    const added = Object.keys(after.stores['windows:ROOT'] ?? {}).filter((id) => !before.runtime.includes(id))
    expect(added.sort()).toEqual([plain, forServers, forMail].map(hex).sort())
  })

  test('crypt32 sees the same, and Node takes those for servers', () => {
    expect(after.runtime).toEqual(expect.arrayContaining([hex(plain), hex(forServers)]))
    expect(after.runtime).not.toContain(hex(forMail))
  })

  test('other keys: a number, one that is not there, no automatic update', () => {
    expect(before.build).toBe(10)
    expect(before.absent).toBeNull()
    expect(before.update).toMatchObject({ state: 'on', why: '', lastSync: null, trusted: null })
  })
})
