import { describe, expect, test } from 'vitest'
import type { Host, Ran } from '../../src/host/host.ts'
import { caCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { utc } from '../../src/lab/shapes.ts'
import { locateStores, readStore } from '../../src/stores/index.ts'
import type { StoreContent } from '../../src/stores/store.ts'
import { thumbprint } from '../../src/x509/thumbprint.ts'
import { machine } from '../support/machine.ts'

/*
 * No macOS was at hand. The forms are those of Apple's published source (apple-oss-distributions/Security, tag Security-61901.0.87.0.1):
 * SecurityTool/macOS/keychain_find.c (what is not found by `-a` is nothing, and no failure), trust_settings_impexp.c, display_error_code.c;
 * OSX/libsecurity_keychain/lib/TrustSettingsSchema.h. Real exports of this form: adamdecaf/cert-manage 7afe1c4 testdata/darwin_plist.xml
 * (before policies had names; an entry for each allowed error), cescoffier/certificate-generator e83dd8e MacCAInstaller.java (with names),
 * Krisstophe/RevokeChinaCerts 0395205 Mac/TrustSettings.plist (empty issuers and numbers, all denied).
 */

const validity = { notBefore: utc('2020-01-01T00:00:00Z'), notAfter: utc('2040-01-01T00:00:00Z') }
const entity = (name: string) => ({ subject: { CN: name }, key: labKey('p-256', `macos ${name}`) })
const root = (name: string): Uint8Array => rootCertificate(entity(name), validity)
const [apple, second, company, other] = [root('Apple'), root('Second'), root('Company'), root('Other')]
const intermediate = caCertificate(entity('Company'), entity('Intermediate'), validity)

const paths = {
  roots: '/System/Library/Keychains/SystemRootCertificates.keychain',
  system: '/Library/Keychains/System.keychain',
  login: '/Users/u/Library/Keychains/login.keychain-db',
}
const exporting =
  '/bin/sh -c /usr/bin/security trust-settings-export $1 settings.plist >/dev/null && /usr/bin/plutil -convert xml1 -o - settings.plist sh'

type Fields = Readonly<Record<string, string>>
const ssl = { kSecTrustSettingsPolicy: '<data>KoZIhvdjZAED</data>', kSecTrustSettingsPolicyName: '<string>sslServer</string>' }
const mail = { kSecTrustSettingsPolicy: '<data>KoZIhvdjZAEI</data>', kSecTrustSettingsPolicyName: '<string>SMIME</string>' }
const basic = { kSecTrustSettingsPolicy: '<data>KoZIhvdjZAEC</data>', kSecTrustSettingsPolicyName: '<string>basicX509</string>' }
const result = (n: number): Fields => ({ kSecTrustSettingsResult: `<integer>${n}</integer>` })

/** `null`: the record has no list of settings. */
function settings(...all: readonly (readonly [Uint8Array, readonly Fields[] | null])[]): string {
  const dict = (fields: Fields): string =>
    `<dict>${Object.entries(fields)
      .map(([k, v]) => `<key>${k}</key>${v}`)
      .join('')}</dict>`
  const record = (list: readonly Fields[] | null): string =>
    dict({
      issuerName: '<data>\n\tMAA=\n\t</data>',
      modDate: '<date>2026-01-01T00:00:00Z</date>',
      serialNumber: '<data>AQ==</data>',
      ...(list === null ? {} : { trustSettings: list.length === 0 ? '<array/>' : `<array>${list.map(dict).join('\n')}</array>` }),
    })
  const list = dict(Object.fromEntries(all.map(([der, fields]) => [thumbprint(der).toUpperCase(), record(fields)])))
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>trustList</key>
	${list}
	<key>trustVersion</key>
	<integer>1</integer>
</dict>
</plist>
`
}

const none: Ran = {
  kind: 'ended',
  code: 1,
  stdout: '',
  stderr: 'SecTrustSettingsCreateExternalRepresentation: No Trust Settings were found.\n',
}

interface Mac {
  readonly roots?: string | Ran
  readonly system?: string | Ran
  readonly login?: string | Ran
  readonly user?: string | Ran
  readonly admin?: string | Ran
  readonly runs?: Readonly<Record<string, string | Ran>>
}
const pem = (...ders: readonly Uint8Array[]): string => certificatesPem(ders)
const mac = ({ roots = pem(apple, second), system = '', login = '', user = none, admin = none, runs = {} }: Mac): Host =>
  machine({
    platform: 'darwin',
    home: '/Users/u',
    files: { [paths.roots]: 'kych', [paths.system]: 'kych', [paths.login]: 'kych' },
    runs: {
      [`/usr/bin/security find-certificate -a -p ${paths.roots}`]: roots,
      [`/usr/bin/security find-certificate -a -p ${paths.system}`]: system,
      [`/usr/bin/security find-certificate -a -p ${paths.login}`]: login,
      [exporting]: user,
      [`${exporting} -d`]: admin,
      ...runs,
    },
  })

function certificatesOf(content: StoreContent | null) {
  if (content === null || 'unreadable' in content) throw new Error(JSON.stringify(content))
  return content.certificates
}
const ders = (content: StoreContent | null) => certificatesOf(content).map(({ der }) => Buffer.from(der))
/** What the machine's keychain, with that one certificate in it, says of it to anybody; `absent`: it is no anchor. */
async function inSystem(der: Uint8Array, trust: Pick<Mac, 'user' | 'admin'>) {
  const [first] = certificatesOf(await readStore(mac({ system: pem(der), ...trust }), 'macos:System'))
  if (first === undefined || first.settings === null) return first === undefined ? 'absent' : null
  const { entries, ...forAnybody } = first.settings
  if (forAnybody.trusts.includes(applesSsl)) return 'absent'
  return entries !== undefined && forAnybody.trusts.length + forAnybody.rejects.length === 0 ? null : forAnybody
}
/** What it says of it to SecTrust; `undefined`: the same. */
async function entriesInSystem(der: Uint8Array, list: readonly Fields[]) {
  const host = mac({ system: pem(der), admin: settings([der, list]) })
  return certificatesOf(await readStore(host, 'macos:System'))[0]?.settings?.entries
}

const serverAuth = '1.3.6.1.5.5.7.3.1'
const clientAuth = '1.3.6.1.5.5.7.3.2'
const emailProtection = '1.3.6.1.5.5.7.3.4'
const anyPurpose = '2.5.29.37.0'
/** Apple's policy for TLS, which no certificate names as a purpose. */
const applesSsl = '1.2.840.113635.100.1.3'

describe('one keychain', () => {
  test("the roots of Apple's programme are trusted without settings", async () => {
    const content = await readStore(mac({}), 'macos:SystemRoots')
    expect(content).toMatchObject({ origin: paths.roots })
    expect(certificatesOf(content)).toEqual([
      { der: apple, settings: null },
      { der: second, settings: null },
    ])
  })

  test('in the other keychains a certificate without settings is no anchor', async () => {
    expect(await inSystem(company, {})).toBe('absent')
    expect(ders(await readStore(mac({ login: pem(company, other), user: settings([other, []]) }), 'macos:login'))).toEqual([
      Buffer.from(other),
    ])
  })

  test('an empty keychain is empty', async () => {
    expect(certificatesOf(await readStore(mac({}), 'macos:System'))).toEqual([])
  })

  test('one that is not there, a name that is none, another system', async () => {
    const bare = machine({ platform: 'darwin', home: '', runs: { [exporting]: none, [`${exporting} -d`]: none } })
    expect(await readStore(bare, 'macos:login')).toBeNull()
    expect(await readStore(bare, 'macos:System')).toBeNull()
    expect(await readStore(mac({}), 'macos:Nope')).toBeNull()
    expect(await readStore(machine({}), 'macos:System')).toBeNull()
  })

  test.each<[string, Ran | string]>([
    [
      'denied',
      {
        kind: 'ended',
        code: 36,
        stdout: '',
        stderr: 'security: SecKeychainSearchCreateFromAttributes: User interaction is not allowed.\n',
      },
    ],
    ['too slow', { kind: 'timeout' }],
    ['not there', { kind: 'refused', why: 'ENOENT' }],
    ['garbage', 'what is this'],
    ['cut', pem(apple).slice(0, 200)],
    ['longer than is kept', 'x'.repeat(1 << 20)],
  ])('%s is a reason, and no other store stands in', async (_, roots) => {
    expect(await readStore(mac({ roots }), 'macos:SystemRoots')).toMatchObject({
      unreadable: expect.stringMatching(/./) as string,
    })
    expect(await readStore(mac({ roots, system: pem(company), admin: settings([company, []]) }), 'system')).toHaveProperty(
      'unreadable',
    )
  })
})

describe('trust settings', () => {
  test('an empty list, or none in the record, is "always trust" for a root', async () => {
    expect(await inSystem(company, { admin: settings([company, []]) })).toBeNull()
    expect(await inSystem(company, { admin: settings([company, null]) })).toBeNull()
    expect(await inSystem(company, { admin: settings([company, [{}]]) })).toBeNull()
  })

  test('trustRoot is for roots, trustAsRoot for the others', async () => {
    expect(await inSystem(company, { admin: settings([company, [result(2)]]) })).toBe('absent')
    expect(await inSystem(intermediate, { admin: settings([intermediate, []]) })).toBe('absent')
    expect(await inSystem(intermediate, { admin: settings([intermediate, [result(1)]]) })).toBe('absent')
    expect(await inSystem(intermediate, { admin: settings([intermediate, [result(2)]]) })).toBeNull()
  })

  test('results', async () => {
    const each = (n: number) => inSystem(company, { admin: settings([company, [result(n)]]) })
    expect(await each(1)).toBeNull()
    expect(await each(3)).toEqual({ trusts: [], rejects: [anyPurpose], binds: 'everyone' })
    expect(await each(4)).toBe('absent')
    expect(await each(0)).toBe('absent')
  })

  test('by policy', async () => {
    const each = (...fields: readonly Fields[]) => inSystem(company, { admin: settings([company, fields]) })
    expect(await each({ ...ssl, ...result(1) }, { ...basic, ...result(1) })).toEqual({
      trusts: [serverAuth],
      rejects: [],
      binds: 'everyone',
    })
    expect(await each({ ...mail, ...result(1) })).toEqual({ trusts: [emailProtection], rejects: [], binds: 'everyone' })
    expect(await each({ ...basic, ...result(1) })).toBe('absent')
    const anyName = { kSecTrustSettingsPolicy: ssl.kSecTrustSettingsPolicy }
    expect(await each({ ...anyName, ...result(1) })).toEqual({ trusts: [serverAuth, clientAuth], rejects: [], binds: 'everyone' })
    expect(await each({ ...ssl, ...result(3) }, result(1))).toEqual({ trusts: [], rejects: [serverAuth], binds: 'everyone' })
    expect(await each({ ...ssl, ...result(3) })).toEqual({ trusts: [], rejects: [anyPurpose], binds: 'everyone' })
  })

  test('the first entry that fits decides, also where it says "unspecified"', async () => {
    const each = (...list: readonly Fields[]) => inSystem(company, { admin: settings([company, list]) })
    const says = (n: number): Fields => ({ ...ssl, ...result(n) })
    const [trusting, denying, silent] = [says(1), says(3), says(4)]
    expect(await each(trusting, denying)).toEqual({ trusts: [serverAuth], rejects: [], binds: 'everyone' })
    expect(await each({ ...mail, ...result(3) }, trusting)).toEqual({
      trusts: [serverAuth],
      rejects: [emailProtection],
      binds: 'everyone',
    })
    expect(await each(silent, trusting)).toBe('absent')
  })

  test('one of the names of the policy is not the other; older settings have none', async () => {
    const each = (...list: readonly Fields[]) => inSystem(company, { admin: settings([company, list]) })
    const { kSecTrustSettingsPolicyName, kSecTrustSettingsPolicy } = ssl
    expect(await each({ ...ssl, kSecTrustSettingsPolicyName: '<string>sslClient</string>' })).toEqual({
      trusts: [clientAuth],
      rejects: [],
      binds: 'everyone',
    })
    expect(await each({ kSecTrustSettingsPolicyName })).toEqual({ trusts: [serverAuth], rejects: [], binds: 'everyone' })
    expect(await each({ kSecTrustSettingsPolicyName: '<string>eapServer</string>' })).toBe('absent')
    expect(await each({ kSecTrustSettingsPolicy: '<string>1.2.840.113635.100.1.3</string>' })).toEqual(
      await each({ kSecTrustSettingsPolicy }),
    )
  })

  test('entries for other uses of the key than signing certificates are for no anchor', async () => {
    const each = (use: string) =>
      inSystem(company, { admin: settings([company, [{ ...ssl, kSecTrustSettingsKeyUsage: `<integer>${use}</integer>` }]]) })
    for (const use of ['-1', '4294967295', '8']) expect(await each(use)).not.toBe('absent')
    for (const use of ['1', '4', '16']) expect(await each(use)).toBe('absent')
  })

  // As Keychain Access writes "always trust" and "never trust": for each policy an entry for each error that is passed over.
  test('an entry for each error that is allowed', async () => {
    const policies = ['AED', 'AEI', 'AEJ', 'AEL', 'AEM', 'AEO', 'AEP', 'AEQ', 'AEU', 'AEC']
    const errors = ['-2147409654', '-2147408896']
    const list = (n: number): readonly Fields[] =>
      [...policies.map((end) => ({ kSecTrustSettingsPolicy: `<data>\n\t\t\tKoZIhvdjZ${end}\n\t\t\t</data>` })), {}].flatMap(
        (policy) => errors.map((e) => ({ kSecTrustSettingsAllowedError: `<integer>${e}</integer>`, ...policy, ...result(n) })),
      )
    expect(await inSystem(company, { admin: settings([company, list(1)]) })).toBeNull()
    expect(await inSystem(company, { admin: settings([company, list(3)]) })).toEqual({
      trusts: [],
      rejects: [anyPurpose],
      binds: 'everyone',
    })
    expect(await inSystem(intermediate, { admin: settings([intermediate, list(2)]) })).toBeNull()
  })

  test('entries for one host or one application say nothing about others', async () => {
    const host = { ...ssl, kSecTrustSettingsPolicyString: '<string>a.example</string>', ...result(1) }
    const application = { kSecTrustSettingsApplication: '<data>AAAA</data>', ...result(1) }
    expect(await inSystem(company, { admin: settings([company, [host, application]]) })).toBe('absent')
    expect(await entriesInSystem(company, [host, application])).toEqual({
      list: [
        { says: 'trusts', host: 'a.example' },
        { says: 'trusts', application: 'one' },
      ],
      otherwise: 'nothing',
    })
  })

  // SecPolicyServer.c: detailKeyToCssmErr, SecPVCMeetsConstraint, SecPVCContainsString.
  test('entries for TLS servers are kept one by one where SecTrust makes something else of them', async () => {
    const expired = { kSecTrustSettingsAllowedError: '<integer>-2147409654</integer>' }
    const otherName = { kSecTrustSettingsAllowedError: '<integer>-2147408896</integer>' }
    const host = (name: string) => ({ kSecTrustSettingsPolicyString: `<string>${name}</string>` })
    const list = async (der: Uint8Array, ...fields: readonly Fields[]) => (await entriesInSystem(der, fields))?.list
    expect(await list(company, { ...ssl, ...expired, ...result(1) }, { ...otherName, ...result(4) })).toEqual([
      { says: 'trusts', allows: 'dates' },
      { says: 'nothing', allows: 'name' },
    ])
    expect(await list(company, { ...ssl, ...result(1) }, { ...mail, ...expired }, { ...basic, ...expired })).toBeUndefined()
    expect(await list(company, { kSecTrustSettingsAllowedError: '<integer>-2147408872</integer>', ...result(1) })).toBeUndefined()
    // Without a policy there is no name that it could be compared with; earlier releases wrote a NUL behind it.
    expect(await list(company, { ...host('a.example'), ...result(1) })).toBeUndefined()
    expect(await list(company, { ...ssl, ...host('a.example\0'), ...result(3) })).toEqual([
      { says: 'rejects', host: 'a.example' },
    ])
    expect(await list(intermediate, { ...ssl, ...host('a.example'), ...result(1) })).toEqual([
      { says: 'nothing', host: 'a.example' },
    ])
    expect(await list(intermediate, { ...ssl, ...host('a.example'), ...result(2) })).toEqual([
      { says: 'trusts', host: 'a.example' },
    ])
  })

  test("where the administrator has set any, the user's do not count", async () => {
    const [trust, deny] = [settings([company, [result(1)]]), settings([company, [result(3)]])]
    const denied = { trusts: [], rejects: [anyPurpose], binds: 'everyone' }
    expect(await inSystem(company, { user: trust, admin: deny })).toEqual(denied)
    expect(await inSystem(company, { user: deny, admin: trust })).toBeNull()
    expect(await inSystem(company, { user: trust, admin: settings([company, [{ ...mail, ...result(4) }]]) })).toBe('absent')
    expect(await inSystem(company, { user: deny, admin: settings([other, []]) })).toEqual(denied)
  })

  test("a root of Apple's programme can be denied", async () => {
    const host = mac({ user: settings([second, [{ ...ssl, ...result(3) }]]) })
    expect(certificatesOf(await readStore(host, 'macos:SystemRoots'))).toEqual([
      { der: apple, settings: null },
      {
        der: second,
        settings: {
          trusts: [],
          rejects: [serverAuth],
          binds: 'everyone',
          entries: { list: [{ says: 'rejects' }], otherwise: 'trusts' },
        },
      },
    ])
  })

  // cssmErrorString looks its words up in the user's language; these are made up.
  test('that are none are told in the language of the user', async () => {
    const words = 'Es wurden keine Einstellungen gefunden.'
    const said = (text: string): Ran => ({
      kind: 'ended',
      code: 1,
      stdout: '',
      stderr: `SecTrustSettingsCreateExternalRepresentation: ${text}\n`,
    })
    const told: Ran = { kind: 'ended', code: 1, stdout: `Error: 0xFFFF9D51 -25263 ${words}\n`, stderr: '' }
    const read = (answer: Ran, admin = said(words)) =>
      readStore(mac({ user: said(words), admin, runs: { '/usr/bin/security error -25263': answer } }), 'macos:anchors')
    expect(ders(await read(told))).toHaveLength(2)
    expect(await read(told, said('Zugriff verweigert.'))).toHaveProperty('unreadable')
    expect(await read({ kind: 'timeout' })).toHaveProperty('unreadable')
    expect(await read({ ...told, stdout: '' })).toHaveProperty('unreadable')
  })

  test.each<[string, Ran | string]>([
    [
      'denied',
      { kind: 'ended', code: 1, stdout: '', stderr: 'SecTrustSettingsCreateExternalRepresentation: write permissions error\n' },
    ],
    ['too slow', { kind: 'timeout' }],
    ['garbage', 'bplist00'],
    ['cut', settings([company, []]).slice(0, -20)],
    ['another list', '<plist><dict><key>a</key><string>b</string></dict></plist>'],
  ])('that are %s make every keychain unreadable', async (_, user) => {
    for (const name of ['macos:System', 'macos:SystemRoots', 'macos:anchors', 'system'])
      expect(await readStore(mac({ user }), name)).toMatchObject({
        unreadable: expect.stringContaining("the user's trust settings") as string,
      })
  })
})

describe('what macOS trusts', () => {
  test('the keychains together, each certificate once, for TLS servers', async () => {
    const host = mac({
      system: pem(company, apple),
      login: pem(other, intermediate, company),
      admin: settings([company, []]),
      user: settings([other, [{ ...mail, ...result(1) }]]),
    })
    const expected = [apple, second, company].map((der) => Buffer.from(der))
    expect(ders(await readStore(host, 'macos:anchors'))).toEqual(expected)
    expect(ders(await readStore(host, 'system'))).toEqual(expected)
  })

  test('what settings name and none of the three holds is looked for in the other keychains of the user', async () => {
    const runs = (listed: Ran | string) => ({ '/usr/bin/security find-certificate -a -p': listed })
    const named = settings([company, []], [other, [{ ...ssl, ...result(1) }]])
    const third = (listed: Ran | string) =>
      readStore(mac({ system: pem(company), user: named, runs: runs(listed) }), 'macos:anchors')
    const found = await third(pem(company, apple, other, intermediate))
    expect(ders(found)).toEqual([apple, second, company, other].map((der) => Buffer.from(der)))
    expect(found?.origin).toMatch(/, other keychains$/)
    // Its certificate was deleted, and its settings were left.
    expect(ders(await third(pem(company)))).toEqual([apple, second, company].map((der) => Buffer.from(der)))
    expect(await third({ kind: 'timeout' })).toHaveProperty('unreadable')
    // A key that is no certificate (TrustSettingsSchema.h), and nothing that is missing: nobody else is asked.
    const known = settings([company, []], [other, []]).replace(thumbprint(other).toUpperCase(), 'kSecTrustRecordDefaultRootCert')
    expect(ders(await readStore(mac({ system: pem(company), user: known }), 'macos:anchors'))).toHaveLength(3)
  })

  test('where it cannot be read, the system store is what the runtime reads', async () => {
    const host = machine({ platform: 'darwin', roots: { system: [apple] } })
    expect(ders(await readStore(host, 'system'))).toEqual([Buffer.from(apple)])
  })

  test('it is found on macOS alone', () => {
    expect(locateStores(mac({})).map(({ name }) => name)).toEqual(expect.arrayContaining(['macos:anchors', 'macos:System']))
    expect(locateStores(machine({})).filter(({ name }) => name.startsWith('macos:'))).toEqual([])
  })
})
