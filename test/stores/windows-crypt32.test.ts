import { describe, expect, test } from 'vitest'
import type { Host, RegistryKey } from '../../src/host/host.ts'
import type { SystemCertificate, SystemStoreAnswer, SystemStoreQuestion } from '../../src/host/system-store.ts'
import { oid, sequence } from '../../src/lab/der-writer.ts'
import { rootCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { utc } from '../../src/lab/shapes.ts'
import { readStore } from '../../src/stores/index.ts'
import type { StoreContent } from '../../src/stores/store.ts'
import { machine } from '../support/machine.ts'

const root = (name: string): Uint8Array =>
  rootCertificate(
    { subject: { CN: name }, key: labKey('p-256', `crypt32 ${name}`) },
    { notBefore: utc('2020-01-01T00:00:00Z'), notAfter: utc('2040-01-01T00:00:00Z') },
  )
const [one, two, three] = [root('One'), root('Two'), root('Three')]
const held = (der: Uint8Array, properties: Readonly<Record<number, Uint8Array>> = {}): SystemCertificate => ({
  der,
  properties: new Map(Object.entries(properties).map(([id, value]) => [Number(id), value])),
})
const read = (...certificates: readonly SystemCertificate[]): SystemStoreAnswer => ({ kind: 'read', certificates })

const serverAuth = '1.3.6.1.5.5.7.3.1'
const emailProtection = '1.3.6.1.5.5.7.3.4'
const anyPurpose = '2.5.29.37.0'
const LM = 'HKLM\\SOFTWARE\\Microsoft\\SystemCertificates'

/** A machine's ROOT in the registry: `one`. */
const registry: Readonly<Record<string, RegistryKey>> = {
  [LM]: { keys: ['ROOT'], values: {} },
  [`${LM}\\ROOT`]: { keys: ['Certificates'], values: {} },
  [`${LM}\\ROOT\\Certificates`]: { keys: ['AA'], values: {} },
  [`${LM}\\ROOT\\Certificates\\AA`]: { keys: [], values: { Blob: blobOf(one) } },
}
function blobOf(der: Uint8Array): Uint8Array {
  return new Uint8Array([...new Uint8Array(Uint32Array.of(32, 1, der.length).buffer), ...der])
}

/** A Windows that answers by `all ROOT` for a collection and by `LM/ROOT` for a part; what is not named is not there. */
function windows(
  answers: Readonly<Record<string, SystemStoreAnswer>>,
  keys: Readonly<Record<string, RegistryKey>> = registry,
): Host & { readonly asked: readonly SystemStoreQuestion[] } {
  const asked: SystemStoreQuestion[] = []
  return {
    ...machine({ platform: 'win32', registry: keys }),
    asked,
    systemStore: async (question) => {
      asked.push(question)
      const { scope, name, extent } = question
      return answers[extent === 'collection' ? `all ${name}` : `${scope}/${name}`] ?? answers['*'] ?? { kind: 'none' }
    },
  }
}
function certificatesOf(content: StoreContent | null) {
  if (content === null || 'unreadable' in content) throw new Error(JSON.stringify(content))
  return content.certificates
}
const ders = (content: StoreContent | null) => certificatesOf(content).map(({ der }) => Buffer.from(der))

describe('one store of one scope, as Windows gives it out', () => {
  test('its certificates, and that it was crypt32', async () => {
    const host = windows({ 'CU/ROOT': read(held(one), held(two)) })
    const content = await readStore(host, 'windows:cu/root')
    expect(ders(content)).toEqual([Buffer.from(one), Buffer.from(two)])
    expect(content?.origin).toBe('Windows store CU/ROOT, through crypt32')
    expect(host.asked).toEqual([expect.objectContaining({ scope: 'CU', name: 'ROOT', extent: 'registry' })])
  })

  test('what its properties say is what it would be out of the registry', async () => {
    const fileTime = new Uint8Array(
      BigUint64Array.of(BigInt(utc('2021-08-01T00:00:00Z')) * 10_000_000n + 116_444_736_000_000_000n).buffer,
    )
    const host = windows({
      'LM/ROOT': read(
        held(one, { 9: sequence(oid(serverAuth)), 122: sequence(oid(emailProtection)) }),
        held(two, { 104: fileTime, 126: new Uint8Array(0) }),
        held(three),
      ),
      'LM/Disallowed': read(held(three)),
    })
    expect(certificatesOf(await readStore(host, 'windows:LM/ROOT')).map(({ settings }) => settings)).toMatchObject([
      { trusts: [serverAuth], rejects: [emailProtection] },
      {
        programme: [
          { kind: 'disabled', from: utc('2021-08-01T00:00:00Z') },
          { kind: 'distrust-after', after: utc('1601-01-01T00:00:00Z') },
        ],
      },
      null,
    ])
    expect(certificatesOf(await readStore(host, 'windows:LM/Disallowed'))[0]?.settings).toMatchObject({ rejects: [anyPurpose] })
    expect(host.asked[0]?.properties).toEqual(expect.arrayContaining([9, 104, 122, 126, 127]))
  })

  test('purposes that cannot be read are a problem, by the thumbprint of their certificate', async () => {
    const host = windows({ 'LM/ROOT': read(held(one, { 9: Uint8Array.of(0x30, 9) }), held(two)) })
    const content = await readStore(host, 'windows:LM/ROOT')
    expect(ders(content)).toEqual([Buffer.from(two)])
    expect(content?.origin).toMatch(/1 entries cannot be read: [0-9A-F]{40}: its purposes cannot be read/)
  })

  test('one that is not there; an empty one', async () => {
    expect(await readStore(windows({}), 'windows:LM/ROOT')).toBeNull()
    expect(certificatesOf(await readStore(windows({ 'LM/CA': read() }), 'windows:LM/CA'))).toEqual([])
  })
})

describe('where Windows does not give it out', () => {
  test('the registry is read, and it is said why', async () => {
    const host = windows({ '*': { kind: 'failed', why: 'koffi 2.9.0 is installed' } })
    for (const name of ['windows:LM/ROOT', 'windows:ROOT', 'system']) {
      const content = await readStore(host, name)
      expect(ders(content)).toEqual([Buffer.from(one)])
      expect(content?.origin).toMatch(/registry.*; not through crypt32: koffi 2\.9\.0 is installed$/)
    }
  })

  test('where koffi is not installed, that is said only where the registry is not enough', async () => {
    const absent: Readonly<Record<string, SystemStoreAnswer>> = { '*': { kind: 'not-installed' } }
    for (const name of ['windows:LM/ROOT', 'windows:ROOT'])
      expect((await readStore(windows(absent), name))?.origin).not.toMatch(/koffi|crypt32/)
    const spoilt = windows(absent, { ...registry, [`${LM}\\ROOT\\Certificates\\AA`]: { keys: [], values: {} } })
    for (const name of ['windows:LM/ROOT', 'windows:ROOT', 'system'])
      expect(await readStore(spoilt, name)).toMatchObject({
        unreadable: expect.stringMatching(/it has no value Blob; .*npm install koffi@3/) as string,
      })
    const more = windows(absent, {
      ...registry,
      [`${LM}\\ROOT`]: { keys: ['Certificates', 'PhysicalStores'], values: {} },
      [`${LM}\\ROOT\\PhysicalStores`]: { keys: ['Token'], values: {} },
    })
    expect((await readStore(more, 'windows:ROOT'))?.origin).toMatch(/1 further physical stores are not seen\. .*koffi@3/)
  })
})

describe('what programs see', () => {
  test('is what Windows puts together: with further physical stores, without what it does not give out', async () => {
    const host = windows({
      'all ROOT': read(held(one), held(three)),
      'CU/ROOT': read(held(two)),
      'LM/AuthRoot': read(held(one)),
    })
    const content = await readStore(host, 'windows:ROOT')
    expect(ders(content)).toEqual([Buffer.from(one), Buffer.from(three)])
    // Only the programme's own store tells that it is the programme's.
    expect(certificatesOf(content).map(({ settings }) => settings)).toEqual([
      { trusts: [], rejects: [], binds: 'everyone', programme: [] },
      null,
    ])
    expect(content?.origin).toBe(
      'Windows certificate store ROOT (scopes through crypt32: 2, 1 that Windows takes from further physical stores, 1 of these scopes that Windows does not give out)',
    )
  })

  test('less what is disallowed, by crypt32 too', async () => {
    const host = windows({
      'all ROOT': read(held(one), held(two)),
      'LM/ROOT': read(held(one), held(two)),
      'GP/Disallowed': read(held(two)),
    })
    const content = await readStore(host, 'windows:ROOT')
    expect(ders(content)).toEqual([Buffer.from(one)])
    expect(content?.origin).toContain('less 1 that are disallowed')
  })

  test('one part that Windows does not give out is read from the registry', async () => {
    const host = windows({
      'all ROOT': read(held(one), held(two)),
      'CU/ROOT': read(held(two)),
      'LM/ROOT': { kind: 'failed', why: 'access is denied' },
    })
    const content = await readStore(host, 'windows:ROOT')
    expect(ders(content)).toEqual([Buffer.from(one), Buffer.from(two)])
    expect(content?.origin).toBe(
      'Windows certificate store ROOT (scopes through crypt32: 1, scopes in the registry: 1); not through crypt32: LM/ROOT: access is denied',
    )
  })

  test('a disallowed store that nobody can read makes it unreadable', async () => {
    const host = windows(
      { 'all ROOT': read(held(one)), 'LM/Disallowed': { kind: 'failed', why: 'access is denied' } },
      {
        ...registry,
        [LM]: { keys: ['ROOT', 'Disallowed'], values: {} },
        [`${LM}\\Disallowed`]: { keys: ['Certificates'], values: {} },
        [`${LM}\\Disallowed\\Certificates`]: { keys: ['AA'], values: {} },
      },
    )
    expect(await readStore(host, 'windows:ROOT')).toHaveProperty('unreadable')
  })
})
