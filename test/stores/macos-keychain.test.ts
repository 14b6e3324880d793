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
 * No macOS was at hand. The forms are those of Apple's published sources: SecurityTool (find-certificate, trust_settings_impexp.c) and
 * libsecurity_keychain (TrustSettingsSchema.h), and of exports shown in public.
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
const notFound: Ran = {
  kind: 'ended',
  code: 44,
  stdout: '',
  stderr: 'security: SecKeychainSearchCopyNext: The specified item could not be found in the keychain.\n',
}

interface Mac {
  readonly roots?: string | Ran
  readonly system?: string | Ran
  readonly login?: string | Ran
  readonly user?: string | Ran
  readonly admin?: string | Ran
}
const pem = (...ders: readonly Uint8Array[]): string => certificatesPem(ders)
const mac = ({ roots = pem(apple, second), system = notFound, login = notFound, user = none, admin = none }: Mac): Host =>
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
    },
  })

function certificatesOf(content: StoreContent | null) {
  if (content === null || 'unreadable' in content) throw new Error(JSON.stringify(content))
  return content.certificates
}
const ders = (content: StoreContent | null) => certificatesOf(content).map(({ der }) => Buffer.from(der))
/** What the machine's keychain, with that one certificate in it, says of it; `absent`: it is no anchor. */
async function inSystem(der: Uint8Array, trust: Pick<Mac, 'user' | 'admin'>) {
  const [first] = certificatesOf(await readStore(mac({ system: pem(der), ...trust }), 'macos:System'))
  return first === undefined ? 'absent' : first.settings
}

const serverAuth = '1.3.6.1.5.5.7.3.1'
const clientAuth = '1.3.6.1.5.5.7.3.2'
const emailProtection = '1.3.6.1.5.5.7.3.4'
const anyPurpose = '2.5.29.37.0'

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

  test('trustRoot is for roots, trustAsRoot for the others too', async () => {
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

  test('the first entry that says something counts', async () => {
    const list = [
      { ...ssl, ...result(4) },
      { ...ssl, ...result(1) },
      { ...ssl, ...result(3) },
    ]
    expect(await inSystem(company, { admin: settings([company, list]) })).toEqual({
      trusts: [serverAuth],
      rejects: [],
      binds: 'everyone',
    })
  })

  test('entries for one host or one application say nothing about others', async () => {
    const host = { ...ssl, kSecTrustSettingsPolicyString: '<string>a.example</string>', ...result(1) }
    const application = { kSecTrustSettingsApplication: '<data>AAAA</data>', ...result(1) }
    expect(await inSystem(company, { admin: settings([company, [host, application]]) })).toBe('absent')
  })

  test("the user's come before the administrator's", async () => {
    const [trust, deny] = [settings([company, [result(1)]]), settings([company, [result(3)]])]
    expect(await inSystem(company, { user: deny, admin: trust })).toEqual({
      trusts: [],
      rejects: [anyPurpose],
      binds: 'everyone',
    })
    expect(await inSystem(company, { user: trust, admin: deny })).toBeNull()
    expect(await inSystem(company, { user: settings([company, [result(4)]]), admin: trust })).toBeNull()
  })

  test("a root of Apple's programme can be denied", async () => {
    const host = mac({ user: settings([second, [{ ...ssl, ...result(3) }]]) })
    expect(certificatesOf(await readStore(host, 'macos:SystemRoots'))).toEqual([
      { der: apple, settings: null },
      { der: second, settings: { trusts: [], rejects: [serverAuth], binds: 'everyone' } },
    ])
    expect(ders(await readStore(host, 'system'))).toEqual([Buffer.from(apple)])
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

  test('where it cannot be read, the system store is what the runtime reads', async () => {
    const host = machine({ platform: 'darwin', roots: { system: [apple] } })
    expect(ders(await readStore(host, 'system'))).toEqual([Buffer.from(apple)])
  })

  test('it is found on macOS alone', () => {
    expect(locateStores(mac({})).map(({ name }) => name)).toEqual(expect.arrayContaining(['macos:anchors', 'macos:System']))
    expect(locateStores(machine({})).filter(({ name }) => name.startsWith('macos:'))).toEqual([])
  })
})
