import type { Host } from '../host/host.ts'
import type { AskedStore, Asking, Installation, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { type BrowserPolicy, inPolicyFile, isOff, isOn, policiesInRegistry } from './shared/browser-policies.ts'
import { firefoxPackagings, firefoxProfiles, firefoxProgram, preference } from './shared/firefox-profiles.ts'
import { flatpakExtensions } from './shared/flatpak-apps.ts'
import { isObject, lineOfMember, readJsonObject } from './shared/json-object.ts'
import { isAbsolutePlace, kindAt, nameOf, placeIn, textAt } from './shared/place.ts'
import { builtIn, variable } from './shared/setting.ts'

/** Firefox, one installation for each profile: what is trusted hangs on the profile, not on the program. */
export const firefox: Runtime = {
  id: 'firefox',
  title: 'Firefox, by profile',
  names: ['firefox-esr'],
  find: async (host) => {
    const program = firefoxProgram(host)
    return firefoxProfiles(host).map(({ folder, isDefault, packaging }) => {
      const version = versionOf(host, folder)
      return {
        runtime: 'firefox',
        path: folder,
        version,
        client: version === null ? 'firefox' : `firefox-${version}`,
        note: [packaging, isDefault ? 'default profile' : ''].filter((text) => text !== '').join(', '),
        ...(program === undefined || packaging !== '' ? {} : { program }),
      }
    })
  },
  asks: async (host, found) => asks(host, found),
}

/** compatibility.ini names the release that used the profile last. */
const versionOf = (host: Host, profile: string): string | null =>
  /^LastVersion=(?<version>\d+(?:\.\d+)*)/m.exec(textAt(host, placeIn(host, profile, 'compatibility.ini')) ?? '')?.groups?.[
    'version'
  ] ?? null

const enterprise = 'security.enterprise_roots.enabled'

function asks(host: Host, found: Installation): Asking {
  const isFlatpak = found.note.startsWith('flatpak')
  const policies = certificatePolicies(host, isFlatpak)
  const install = policies.find(({ name }) => name === 'Install')
  const own = preference(host, found.path, enterprise)
  const byPolicy = policies.find(({ name }) => name === 'ImportEnterpriseRoots')
  const isNative = host.platform === 'win32' || host.platform === 'darwin'
  // From 120 on by default (Firefox release notes); a policy locks the preference.
  const isDefaultOn = found.version === null || Number.parseInt(found.version, 10) >= 120
  const isImported =
    isNative && (byPolicy === undefined ? (own === null ? isDefaultOn : own.value === 'true') : isOn(byPolicy.value))
  const installs = install === undefined ? [] : installed(host, install, isFlatpak)
  const database = ['cert9.db', 'cert8.db'].some((file) => kindAt(host, placeIn(host, found.path, file)) === 'file')
  const stores: readonly AskedStore[] = [
    ...(database ? [{ store: `nss:${found.path}`, ifUnreadable: 'goes-on' as const }] : []),
    ...(isImported ? [{ store: 'system', ifUnreadable: 'goes-on' as const }] : []),
    ...installs.flatMap(({ path }) => (path === null ? [] : [{ store: path, ifUnreadable: 'goes-on' as const }])),
  ]
  const builtins = builtIn("Mozilla's list in this release", found.version ?? '')
  const decided = [byPolicy?.setting, install?.setting, own].filter((setting) => setting !== undefined && setting !== null)
  return {
    installation: found,
    stores,
    unknown: 'the list that is built into this release of Firefox is not read; what stands here comes on top of it',
    why: builtins,
    overrides: decided,
    withoutEffect: [
      ...ofOtherCopy(host, found),
      ...(byPolicy !== undefined && own !== null ? [beaten(own, byPolicy.setting)] : []),
      ...[byPolicy?.setting, own].flatMap((setting): readonly WithoutEffect[] =>
        // policy-templates a5e0c6a: Windows and macOS alone; on Linux p11-kit's module does it.
        setting === undefined || setting === null || isNative || isOff(byPolicy?.value) || setting.value === 'false'
          ? []
          : [{ setting, reason: 'other-backend', params: { by: 'Linux', instead: 'policies.json: Certificates.Install' } }],
      ),
      ...installs
        .filter(({ path }) => path === null)
        .map(({ setting }): WithoutEffect => ({ setting, reason: 'no-such-file', params: { path: setting.value } })),
      ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS'].flatMap((name): readonly WithoutEffect[] => {
        const value = host.env[name] ?? ''
        return value === ''
          ? []
          : [
              {
                setting: variable(name, value),
                reason: 'other-runtime',
                params: { instead: 'policies.json: Certificates.Install' },
              },
            ]
      }),
    ],
    dangers: [],
    source:
      'mozilla/policy-templates a5e0c6a (2026-08), docs/index.md: Certificates; places of profiles and the default of 120 from documentation',
  }
}

/** A profile of an ordinary Firefox where only a snap or a flatpak is left, or the other way round: what was imported into it is read by none. */
function ofOtherCopy(host: Host, { path }: Installation): readonly WithoutEffect[] {
  if (host.platform !== 'linux') return []
  const profiles = firefoxProfiles(host)
  const packaging = profiles.find(({ folder }) => folder === path)?.packaging
  const here = firefoxPackagings(host)
  if (packaging === undefined || here.length === 0 || here.includes(packaging)) return []
  const instead = profiles.find((p) => here.includes(p.packaging))?.folder
  const by = here.map((kind) => (kind === '' ? 'package of the system' : kind)).join(' and a ')
  return [
    {
      setting: { kind: 'file', name: 'profile', value: path, where: '' },
      reason: 'other-copy',
      params: { by, ...(instead === undefined ? {} : { instead }) },
    },
  ]
}

const beaten = (setting: Setting, by: Setting): WithoutEffect => ({
  setting,
  reason: 'beaten',
  params: { by: `${by.name} in ${by.where}` },
})

/** The members of the policy `Certificates`, out of the first place that has one. */
function certificatePolicies(host: Host, isFlatpak: boolean): readonly BrowserPolicy[] {
  if (host.platform === 'win32') {
    const found = ['HKLM', 'HKCU'].flatMap((hive) =>
      policiesInRegistry(host, `${hive}\\SOFTWARE\\Policies\\Mozilla\\Firefox\\Certificates`, [
        'ImportEnterpriseRoots',
        'Install',
      ]),
    )
    if (found.length > 0) return found
  }
  for (const path of isFlatpak ? flatpakPolicyFiles(host) : policyFiles(host)) {
    const text = textAt(host, path)
    const policies = text === null ? null : readJsonObject(text)?.['policies']
    const certificates = isObject(policies) ? policies['Certificates'] : undefined
    if (text === null || !isObject(certificates)) continue
    return ['ImportEnterpriseRoots', 'Install']
      .filter((name) => Object.hasOwn(certificates, name))
      .map((name) => ({
        name,
        value: certificates[name],
        setting: inPolicyFile(`Certificates.${name}`, certificates[name], path, lineOfMember(text, name)),
      }))
  }
  return []
}

/** The folder /app/etc/firefox of the flatpak, as the machine has it (Flatpak documentation, Extensions: org.mozilla.firefox.systemconfig). */
const flatpakFolders = (host: Host): readonly string[] => flatpakExtensions(host, 'org.mozilla.firefox.systemconfig')

const flatpakPolicyFiles = (host: Host): readonly string[] =>
  flatpakFolders(host).map((folder) => placeIn(host, folder, 'policies', 'policies.json'))

const policyFiles = (host: Host): readonly string[] =>
  host.platform === 'win32'
    ? ['C:\\Program Files\\Mozilla Firefox\\distribution\\policies.json']
    : host.platform === 'darwin'
      ? ['/Applications/Firefox.app/Contents/Resources/distribution/policies.json']
      : [
          '/etc/firefox/policies/policies.json',
          ...['/usr/lib/firefox', '/usr/lib64/firefox', '/usr/lib/firefox-esr', '/opt/firefox'].map(
            (folder) => `${folder}/distribution/policies.json`,
          ),
        ]

/** A bare file name is looked for in fixed folders; `null`: it is in none. */
function installed(
  host: Host,
  { value, setting }: BrowserPolicy,
  isFlatpak: boolean,
): readonly { readonly setting: Setting; readonly path: string | null }[] {
  const names = (Array.isArray(value) ? value : []).filter((item): item is string => typeof item === 'string')
  return names.map((name) => {
    const places = isFlatpak
      ? inFlatpak(host, name)
      : isAbsolutePlace(host, name)
        ? [name]
        : certificateFolders(host).map((folder) => placeIn(host, folder, nameOf(name)))
    return { setting: { ...setting, value: name }, path: places.find((path) => kindAt(host, path) === 'file') ?? null }
  })
}

/** Of the machine the flatpak sees its own folder, where ~/.mozilla is kept, and the extension (mozilla-central: taskcluster/docker/firefox-flatpak). */
const inFlatpak = (host: Host, name: string): readonly string[] =>
  isAbsolutePlace(host, name)
    ? flatpakFolders(host).flatMap((folder) => (name.startsWith('/app/etc/firefox/') ? [`${folder}${name.slice(16)}`] : []))
    : [placeIn(host, host.home, '.var', 'app', 'org.mozilla.firefox', '.mozilla', 'certificates', nameOf(name))]

const certificateFolders = (host: Host): readonly string[] =>
  host.platform === 'win32'
    ? ['Local', 'Roaming'].map((name) => placeIn(host, host.home, 'AppData', name, 'Mozilla', 'Certificates'))
    : host.platform === 'darwin'
      ? [
          '/Library/Application Support/Mozilla/Certificates',
          placeIn(host, host.home, 'Library', 'Application Support', 'Mozilla', 'Certificates'),
        ]
      : ['/usr/lib/mozilla/certificates', '/usr/lib64/mozilla/certificates', placeIn(host, host.home, '.mozilla', 'certificates')]
