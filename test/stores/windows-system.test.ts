import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RegistryKey } from '../../src/host/host.ts'
import { concat, explicit, integer, nullValue, octetString, oid, sequence, setOf, utcTime } from '../../src/lab/der-writer.ts'
import { rootCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { utc } from '../../src/lab/shapes.ts'
import { locateStores, readStore } from '../../src/stores/index.ts'
import { windowsRootUpdate } from '../../src/stores/shared/windows-root-update.ts'
import type { StoreContent } from '../../src/stores/store.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { signatureHash, thumbprint } from '../../src/x509/thumbprint.ts'
import { machine } from '../support/machine.ts'

const root = (name: string): Uint8Array =>
  rootCertificate(
    { subject: { CN: name }, key: labKey('p-256', `windows ${name}`) },
    { notBefore: utc('2020-01-01T00:00:00Z'), notAfter: utc('2040-01-01T00:00:00Z') },
  )
const [one, two, three, four] = [root('One'), root('Two'), root('Three'), root('Four')]

/** MS-GPEF §2.2.1.1.1: number, 1, length, value; the certificate last, as Windows writes it. */
function blob(der: Uint8Array, properties: Readonly<Record<number, Uint8Array>> = {}): Uint8Array {
  const record = (id: number, value: Uint8Array): Uint8Array =>
    concat(new Uint8Array(Uint32Array.of(id, 1, value.length).buffer), value)
  return concat(...Object.entries(properties).map(([id, value]) => record(Number(id), value)), record(32, der))
}
const purposes = (...oids: readonly string[]): Uint8Array => sequence(...oids.map(oid))
/** 100 ns since 1601, little-endian (FILETIME): 116444736000000000 is 1970. */
const fileTime = (iso: string): Uint8Array =>
  new Uint8Array(BigUint64Array.of(BigInt(Date.parse(iso)) * 10_000n + 116_444_736_000_000_000n).buffer)

const serverAuth = '1.3.6.1.5.5.7.3.1'
const emailProtection = '1.3.6.1.5.5.7.3.4'
const anyPurpose = '2.5.29.37.0'

const LM = 'HKLM\\SOFTWARE\\Microsoft\\SystemCertificates'
const CU = 'HKCU\\SOFTWARE\\Microsoft\\SystemCertificates'
const GP = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\SystemCertificates'
const ENT = 'HKLM\\SOFTWARE\\Microsoft\\EnterpriseCertificates'
const AUTO = `${LM}\\AuthRoot\\AutoUpdate`

type Keys = Readonly<Record<string, RegistryKey>>
/** The keys of one store, as Windows lays them out. */
function store(at: string, blobs: readonly (Uint8Array | string)[]): Keys {
  const names = blobs.map((_, i) => `${i}`.padStart(40, '0'))
  return {
    [at]: { keys: ['Certificates', 'CRLs', 'CTLs'], values: {} },
    [`${at}\\Certificates`]: { keys: names, values: {} },
    ...Object.fromEntries(blobs.map((b, i) => [`${at}\\Certificates\\${names[i]}`, { keys: [], values: { Blob: b } }])),
  }
}
/** A registry of these keys; those above them list them. */
function windows(...keys: readonly Keys[]) {
  const registry: Record<string, RegistryKey> = Object.assign({}, ...keys) as Keys
  for (const key of Object.keys(registry)) {
    for (let at = key.lastIndexOf('\\'), below = key; at > 0; at = below.lastIndexOf('\\')) {
      const [above, name] = [below.slice(0, at), below.slice(at + 1)]
      const known = registry[above] ?? { keys: [], values: {} }
      registry[above] = known.keys.includes(name) ? known : { ...known, keys: [...known.keys, name] }
      below = above
    }
  }
  return machine({ platform: 'win32', registry })
}

function certificatesOf(content: StoreContent | null) {
  if (content === null || 'unreadable' in content) throw new Error(JSON.stringify(content))
  return content.certificates
}
const ders = (content: StoreContent | null) => certificatesOf(content).map(({ der }) => Buffer.from(der))
const settingsOf = async (b: Uint8Array, where = `${LM}\\ROOT`, name = 'windows:LM/ROOT') =>
  certificatesOf(await readStore(windows(store(where, [b])), name))[0]?.settings

/** A PKCS #7 SignedData without signers around a CTL (wincrypt.h: CTL_INFO). */
const trustList = (algorithm: string, ids: readonly Uint8Array[]): Uint8Array =>
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
              sequence(oid('1.3.6.1.4.1.311.10.3.30')),
              integer(5),
              utcTime(utc('2026-03-01T12:00:00Z')),
              sequence(oid(algorithm), nullValue()),
              sequence(...ids.map((id) => sequence(octetString(id)))),
            ),
          ),
        ),
        setOf(),
      ),
    ),
  )
const octets = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))

/*
 * The order and the forms of the records are those of a real store of Windows: t0rik/winrootCAupdate b8cc67f roots.sst, what
 * `certutil -generateSSTFromWU` wrote in 2021 (434 roots; a serialised store holds the records of a Blob, one certificate after the other).
 * Records are in no order but for the last two; 11 is a name in UTF-16 with its end, 104 and 126 are times, 9, 105, 122 and 127 are purposes.
 */
describe('a root with its properties as Windows lays them out', () => {
  const named = [11, new Uint8Array(Buffer.from('One\0', 'utf16le'))] as const
  const codeSigning = '1.3.6.1.5.5.7.3.3'
  const laid = (...records: readonly (readonly [number, Uint8Array])[]): Uint8Array => {
    const sha1 = new Uint8Array(Buffer.from(thumbprint(one), 'hex'))
    const all = [...records, [3, sha1], [32, one]] as const
    return concat(...all.map(([id, value]) => concat(new Uint8Array(Uint32Array.of(id, 1, value.length).buffer), value)))
  }
  const usual = [
    [9, purposes(serverAuth, codeSigning)],
    [98, new Uint8Array(32)],
    [20, new Uint8Array(20)],
    [29, new Uint8Array(16)],
  ] as const
  const source = (n: number) => `property ${n} in LM/AuthRoot`
  const [since, after] = [Date.parse('2018-03-30T00:00:00Z') / 1000, Date.parse('2018-01-31T00:00:00Z') / 1000]
  const disabled = { kind: 'disabled', from: since, source: source(104) }
  const distrusted = { kind: 'distrust-after', after, policy: 'microsoft', exceptions: [], source: source(126) }
  const [date104, date126] = [
    [104, octets('0080d10bbac7d301')],
    [126, octets('0000dc6f269ad301')],
  ] as const

  test.each([
    ['in full trust', laid(named, ...usual), []],
    ['out of the programme', laid(...usual, named, date126, date104), [disabled, distrusted]],
    ['closed for new certificates', laid(named, ...usual, date126), [distrusted]],
    ['closed for new programs alone', laid(named, ...usual, [127, purposes(codeSigning)], date126), []],
    ['closed for new servers', laid(named, ...usual, [127, purposes(codeSigning, serverAuth)], date126), [distrusted]],
    ['with policies', laid([83, octets('3000')], named, ...usual, [105, purposes('1.3.6.1.4.1.311.60.3.2')]), []],
  ])('%s', async (_, b, programme) => {
    expect(await settingsOf(b, `${LM}\\AuthRoot`, 'windows:LM/AuthRoot')).toMatchObject({
      trusts: [serverAuth, codeSigning],
      rejects: [],
      programme,
    })
  })

  test('for other purposes than those that are refused', async () => {
    const b = laid(named, ...usual, [122, purposes(serverAuth)], [127, purposes(codeSigning, serverAuth)], date126)
    expect(await settingsOf(b, `${LM}\\AuthRoot`, 'windows:LM/AuthRoot')).toMatchObject({
      rejects: [serverAuth],
      programme: [distrusted],
    })
  })
})

describe('one store of one scope', () => {
  test.each([
    ['windows:LM/ROOT', `${LM}\\ROOT`],
    ['windows:cu/root', `${CU}\\ROOT`],
    ['windows:LM/AuthRoot', `${LM}\\AuthRoot`],
    ['windows:GP/ROOT', `${GP}\\ROOT`],
    ['windows:ENT/ROOT', `${ENT}\\ROOT`],
    ['windows:LM/CA', `${LM}\\CA`],
    ['windows:LM/TrustedPeople', `${LM}\\TrustedPeople`],
    ['windows:LM/Disallowed', `${LM}\\Disallowed`],
  ])('%s is %s', async (name, at) => {
    const content = await readStore(windows(store(at, [blob(one), blob(two)])), name)
    expect(ders(content)).toEqual([Buffer.from(one), Buffer.from(two)])
    expect(content?.origin).toContain(at)
  })

  test('one that is not there, a name that is none, another system', async () => {
    expect(await readStore(windows(), 'windows:LM/ROOT')).toBeNull()
    expect(await readStore(windows(store(`${LM}\\ROOT`, [])), 'windows:XX/ROOT')).toBeNull()
    expect(await readStore(windows(store(`${LM}\\My`, [blob(one)])), 'windows:LM/My')).toBeNull()
    expect(await readStore(machine({ registry: store(`${LM}\\ROOT`, [blob(one)]) }), 'windows:LM/ROOT')).toBeNull()
  })

  test('an empty store is empty', async () => {
    expect(certificatesOf(await readStore(windows(store(`${LM}\\ROOT`, [])), 'windows:LM/ROOT'))).toEqual([])
    const bare = windows({ [`${LM}\\ROOT`]: { keys: [], values: {} } })
    expect(certificatesOf(await readStore(bare, 'windows:LM/ROOT'))).toEqual([])
  })

  test('access denied is a reason', async () => {
    const host = windows(store(`${LM}\\ROOT`, [blob(one)]))
    const shut = {
      ...host,
      registry: (key: string) => {
        if (key.endsWith('Certificates')) throw new Error('access is denied')
        return host.registry(key)
      },
    }
    expect(await readStore(shut, 'windows:LM/ROOT')).toMatchObject({ unreadable: 'access is denied' })
    expect(await readStore(shut, 'windows:ROOT')).toMatchObject({ unreadable: 'access is denied' })
  })

  test('entries that cannot be read are counted, and do not make a store empty', async () => {
    const some = await readStore(windows(store(`${LM}\\ROOT`, [blob(one), 'text', new Uint8Array(0)])), 'windows:LM/ROOT')
    expect(ders(some)).toEqual([Buffer.from(one)])
    expect(some?.origin).toContain('2 entries cannot be read')
    const none = await readStore(windows(store(`${LM}\\ROOT`, [Uint8Array.of(1, 2, 3)])), 'windows:LM/ROOT')
    expect(none).toMatchObject({ unreadable: expect.stringContaining('it is cut') as string })
  })

  test('a blob cut anywhere is never an empty store', async () => {
    const whole = blob(one, { 3: octets(thumbprint(one)), 9: purposes(serverAuth) })
    for (let size = 0; size < whole.length; size += 7) {
      const content = await readStore(windows(store(`${LM}\\ROOT`, [whole.subarray(0, size)])), 'windows:LM/ROOT')
      expect(content).toHaveProperty('unreadable')
    }
  })
})

describe('what stands beside a certificate', () => {
  test('nothing: trusted for all', async () => {
    expect(await settingsOf(blob(one, { 3: octets(thumbprint(one)), 11: new Uint8Array(4) }))).toBeNull()
  })
  test('purposes', async () => {
    expect(await settingsOf(blob(one, { 9: purposes(serverAuth, emailProtection) }))).toEqual({
      trusts: [serverAuth, emailProtection],
      rejects: [],
      binds: 'everyone',
    })
  })
  test('an empty list of purposes is good for nothing', async () => {
    expect(await settingsOf(blob(one, { 9: purposes() }))).toEqual({ trusts: [], rejects: [anyPurpose], binds: 'everyone' })
  })
  test('purposes that cannot be read are not "for all"', async () => {
    const content = await readStore(
      windows(store(`${LM}\\ROOT`, [blob(one, { 9: Uint8Array.of(0x30, 5, 6) })])),
      'windows:LM/ROOT',
    )
    expect(content).toMatchObject({ unreadable: expect.stringContaining('purposes cannot be read') as string })
  })
  test('what is disallowed without a date is rejected', async () => {
    expect(await settingsOf(blob(one, { 122: purposes(serverAuth) }))).toEqual({
      trusts: [],
      rejects: [serverAuth],
      binds: 'everyone',
    })
  })
  test('dates of the programme', async () => {
    const settings = await settingsOf(
      blob(one, { 104: fileTime('2021-08-01T00:00:00Z'), 126: fileTime('2017-04-30T00:00:00Z') }),
      `${LM}\\AuthRoot`,
      'windows:LM/AuthRoot',
    )
    expect(settings).toMatchObject({
      trusts: [],
      rejects: [],
      programme: [
        { kind: 'disabled', from: utc('2021-08-01T00:00:00Z') },
        { kind: 'distrust-after', after: utc('2017-04-30T00:00:00Z'), policy: 'microsoft' },
      ],
    })
  })
  test('a date without octets is always', async () => {
    expect(await settingsOf(blob(one, { 104: new Uint8Array(0) }))).toMatchObject({
      programme: [{ kind: 'disabled', from: utc('1601-01-01T00:00:00Z') }],
    })
  })
  test('a date for other purposes says nothing about servers', async () => {
    const dated = { 104: fileTime('2021-08-01T00:00:00Z'), 122: purposes(emailProtection) }
    expect(await settingsOf(blob(one, dated))).toEqual({ trusts: [], rejects: [], binds: 'everyone', programme: [] })
  })
  test('what is distrusted is rejected for everything', async () => {
    expect(await settingsOf(blob(one), `${LM}\\Disallowed`, 'windows:LM/Disallowed')).toEqual({
      trusts: [],
      rejects: [anyPurpose],
      binds: 'everyone',
    })
  })
})

describe('what programs see', () => {
  const all = [
    store(`${CU}\\ROOT`, [blob(one)]),
    store(`${LM}\\ROOT`, [blob(one), blob(two)]),
    store(`${LM}\\AuthRoot`, [blob(three)]),
    store(`${GP}\\ROOT`, [blob(four)]),
  ]
  const every = [one, two, three, four].map((der) => Buffer.from(der))

  test('ROOT is the union, each certificate once; it is the system store', async () => {
    expect(ders(await readStore(windows(...all), 'windows:ROOT'))).toEqual(every)
    expect(ders(await readStore(windows(...all), 'system'))).toEqual(every)
  })

  test('CA is the union of the intermediates', async () => {
    const host = windows(store(`${CU}\\CA`, [blob(one)]), store(`${LM}\\CA`, [blob(two)]), store(`${LM}\\ROOT`, [blob(three)]))
    expect(ders(await readStore(host, 'windows:CA'))).toEqual([Buffer.from(one), Buffer.from(two)])
  })

  test('less what is disallowed, in any scope', async () => {
    for (const scope of [CU, LM, GP, ENT]) {
      const content = await readStore(windows(...all, store(`${scope}\\Disallowed`, [blob(two)])), 'windows:ROOT')
      expect(ders(content)).toEqual([one, three, four].map((der) => Buffer.from(der)))
      expect(content?.origin).toContain('less 1 that are disallowed')
    }
  })

  test("less what Microsoft's list of the disallowed names, by either hash", async () => {
    const bySha1 = trustList('1.3.14.3.2.26', [octets(thumbprint(two))])
    const bySignature = trustList('1.3.6.1.4.1.311.10.11.15', [octets(signatureHash(readCertificate(two)) ?? '')])
    for (const DisallowedCertEncodedCtl of [bySha1, bySignature]) {
      const host = windows(...all, { [AUTO]: { keys: [], values: { DisallowedCertEncodedCtl } } })
      expect(ders(await readStore(host, 'windows:ROOT'))).toEqual([one, three, four].map((der) => Buffer.from(der)))
    }
  })

  test('a list of the disallowed that cannot be used makes ROOT unreadable', async () => {
    for (const DisallowedCertEncodedCtl of [Uint8Array.of(0x30, 0x80), trustList('1.2.3', [])]) {
      const host = windows(...all, { [AUTO]: { keys: [], values: { DisallowedCertEncodedCtl } } })
      expect(await readStore(host, 'windows:ROOT')).toHaveProperty('unreadable')
    }
  })

  test("group policy can shut the user's roots and the programme's", async () => {
    const flags = (Flags: number) => ({ [`${GP}\\Root\\ProtectedRoots`]: { keys: [], values: { Flags } } })
    const host = windows(
      store(`${CU}\\ROOT`, [blob(one)]),
      store(`${LM}\\ROOT`, [blob(two)]),
      store(`${LM}\\AuthRoot`, [blob(three)]),
      flags(9),
    )
    expect(ders(await readStore(host, 'windows:ROOT'))).toEqual([Buffer.from(two)])
  })

  test('one part that is there and cannot be read makes the whole unreadable', async () => {
    const host = windows(...all, store(`${ENT}\\ROOT`, ['text']))
    expect(await readStore(host, 'windows:ROOT')).toMatchObject({ unreadable: expect.stringContaining('Blob') as string })
  })

  test('two parts say different things of one certificate', async () => {
    const host = windows(
      store(`${CU}\\ROOT`, [blob(one, { 9: purposes(emailProtection) }), blob(two)]),
      store(`${LM}\\ROOT`, [blob(one, { 9: purposes(serverAuth) }), blob(two, { 122: purposes(serverAuth) })]),
    )
    expect(certificatesOf(await readStore(host, 'windows:ROOT')).map(({ settings }) => settings)).toEqual([
      { trusts: [emailProtection, serverAuth], rejects: [], binds: 'everyone' },
      { trusts: [], rejects: [serverAuth], binds: 'everyone' },
    ])
  })

  test('without a registry the system store is what the runtime reads', async () => {
    const host = machine({ platform: 'win32', roots: { system: [one] } })
    expect(ders(await readStore(host, 'system'))).toEqual([Buffer.from(one)])
    expect(await readStore(machine({ platform: 'win32' }), 'system')).toMatchObject({
      unreadable: expect.stringContaining('Node 22.15') as string,
    })
    expect(await readStore(windows(store(`${LM}\\ROOT`, ['text'])), 'system')).toMatchObject({
      unreadable: expect.stringContaining('Blob') as string,
    })
  })

  test('they are found on Windows alone', () => {
    const names = locateStores(windows()).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['windows:ROOT', 'windows:CA', 'windows:LM/AuthRoot']))
    expect(locateStores(machine({})).filter(({ name }) => name.startsWith('windows:'))).toEqual([])
  })
})

test('any octets in a Blob give a store or a reason', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.nat(), async (octets_, at) => {
      const spoilt = Uint8Array.from(blob(one, { 9: purposes(serverAuth), 104: fileTime('2021-08-01T00:00:00Z') }))
      spoilt.set(octets_.subarray(0, spoilt.length), at % Math.max(1, spoilt.length - octets_.length))
      for (const value of [octets_, spoilt]) {
        const content = await readStore(windows(store(`${LM}\\ROOT`, [value])), 'windows:LM/ROOT')
        expect(content !== null && ('unreadable' in content || content.certificates.length === 1)).toBe(true)
      }
    }),
    { numRuns: 200, seed: 4 },
  )
})

describe('automatic root update', () => {
  const policy = (DisableRootAutoUpdate: number): Keys => ({
    [`${GP}\\AuthRoot`]: { keys: [], values: { DisableRootAutoUpdate } },
  })
  const synced: Keys = {
    [AUTO]: {
      keys: [],
      values: {
        LastSyncTime: fileTime('2026-11-01T06:30:00Z'),
        EncodedCtl: trustList('1.3.14.3.2.26', [octets(thumbprint(one))]),
      },
    },
  }

  test('is on unless a policy says otherwise', () => {
    expect(windowsRootUpdate(windows(synced))).toMatchObject({
      state: 'on',
      why: '',
      lastSync: utc('2026-11-01T06:30:00Z'),
      lastDisallowedSync: null,
      trusted: { thisUpdate: utc('2026-03-01T12:00:00Z'), sequenceNumber: '05', entries: [{ id: thumbprint(one) }] },
      disallowed: null,
    })
    expect(windowsRootUpdate(windows(policy(0)))?.state).toBe('on')
    expect(windowsRootUpdate(windows(policy(1)))?.state).toBe('off')
    const byHand = { [`${GP}\\AuthRoot`]: { keys: [], values: { disablerootautoupdate: 1 } } }
    expect(windowsRootUpdate(windows(byHand))?.state).toBe('off')
  })

  test('a cut list is told', () => {
    const host = windows({
      [AUTO]: {
        keys: [],
        values: { EncodedCtl: trustList('1.3.14.3.2.26', []).subarray(0, 40), LastSyncTime: Uint8Array.of(1) },
      },
    })
    expect(windowsRootUpdate(host)).toMatchObject({
      state: 'on',
      lastSync: null,
      trusted: null,
      why: expect.stringContaining('EncodedCtl') as string,
    })
  })

  test('is unknown where the registry cannot be read, and nothing elsewhere', () => {
    const host = {
      ...windows(),
      registry: () => {
        throw new Error('access is denied')
      },
    }
    expect(windowsRootUpdate(host)).toMatchObject({ state: 'unknown', why: 'access is denied' })
    expect(windowsRootUpdate(machine({}))).toBeNull()
  })
})
