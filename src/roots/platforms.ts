import type { ProgrammePolicy } from '../model/programme.ts'

/** A trust store whose history the product knows, and how far that knowledge goes. What it held stands in the table. */
export interface Platform {
  readonly id: PlatformId
  /** For the reader: `Debian ca-certificates`. */
  readonly title: string
  /** Whose decisions it carries: copies (Debian, certifi, Node, OpenJDK in part) count as their origin. */
  readonly programme: Programme
  /** What can be asked for: a day, a release, or either. */
  readonly by: 'date' | 'version' | 'either'
  /** Where the content was taken from; `RawSnapshot.via` is a place in it, 0 unless said otherwise. */
  readonly sources: readonly string[]
  /** What is known to be missing or uncertain, for the reader. */
  readonly holes: readonly string[]
  /** Other names that people type for it. */
  readonly aliases: readonly string[]
}

export type Programme = 'mozilla' | 'microsoft' | 'apple' | 'chrome' | 'android' | 'oracle' | 'openjdk'

export type PlatformId = (typeof platforms)[number]['id']

const observatory = 'github.com/nabla-c0d3/trust_stores_observatory (MIT)'
const fetched = 'days are those of the observation: the store may have changed earlier'

const appleHoles = [
  'dates of issue are those of support article 121668 (Camerfirma, Entrust: 2024-11-15) and of the source (StartCom: 2016-12-01); others that valid.apple.com serves, such as those of Symantec from 2018 on, are not known here',
] as const

/** Every platform, in the order in which they are shown. */
export const platforms = [
  {
    id: 'mozilla',
    title: 'Mozilla root programme (NSS certdata.txt by commit)',
    programme: 'mozilla',
    by: 'date',
    sources: ['github.com/nss-dev/nss lib/ckfw/builtins/certdata.txt (MPL-2.0)', observatory],
    holes: [
      'Firefox ships an NSS release some weeks after the commit; which Firefox has which is not known here',
      'a commit that was merged late counts from the day of the one before it',
      'from 2026-06 on observed from outside: distrust-after dates of 2026-04 are taken to go on',
      'blocks by issuer and serial number are left out: they name intermediates',
    ],
    aliases: ['firefox', 'nss-tip'],
  },
  {
    id: 'nss',
    title: 'NSS releases',
    programme: 'mozilla',
    by: 'either',
    sources: ['github.com/nss-dev/nss NSS_3_N_RTM tags, lib/ckfw/builtins/certdata.txt (MPL-2.0)'],
    holes: [
      'of the maintenance releases those that share the store of a mainline release; the one before answers for the others',
    ],
    aliases: [],
  },
  {
    id: 'certifi',
    title: 'certifi (Python)',
    programme: 'mozilla',
    by: 'either',
    sources: ['github.com/certifi/python-certifi certifi/cacert.pem (MPL-2.0)'],
    holes: ['days are those of the commits: the release follows within days', 'distrust-after dates of NSS do not reach it'],
    aliases: ['python-certifi'],
  },
  {
    id: 'node',
    title: 'Node.js, compiled in',
    programme: 'mozilla',
    by: 'version',
    sources: ['the program of each release (MIT; roots MPL-2.0)'],
    holes: ['the first and the last release of each even line, and of 13', 'days of releases are not known'],
    aliases: ['nodejs'],
  },
  {
    id: 'debian',
    title: 'Debian ca-certificates',
    programme: 'mozilla',
    by: 'version',
    sources: ['Debian ca-certificates packages (MPL-2.0)'],
    holes: ['one package for each of Debian 11 to 14, none before 20210119', 'distrust-after dates of NSS do not reach it'],
    aliases: [],
  },
  {
    id: 'windows',
    title: 'Microsoft root programme, every purpose',
    programme: 'microsoft',
    by: 'date',
    sources: [observatory],
    holes: [
      fetched,
      'members for every purpose, not for servers alone',
      'purposes, disabled and NotBefore dates are those of the lists of 2022-11-15 and 2023-12-13; later decisions are not known',
      'membership does not mean that the root is present on a machine: Windows fetches roots when it needs them',
    ],
    aliases: ['microsoft', 'schannel', 'cryptoapi'],
  },
  {
    id: 'authroot',
    title: 'Microsoft root programme, server authentication',
    programme: 'microsoft',
    by: 'date',
    sources: ['github.com/tls-inspector/rootca bundles/microsoft_ca_bundle, made from authroot.stl (MPL-2.0)'],
    holes: [
      'NotBefore dates are those of the lists of 2022-11-15 and 2023-12-13',
      'membership does not mean that the root is present on a machine: Windows fetches roots when it needs them',
    ],
    aliases: ['windows-authroot', 'windows-tls'],
  },
  {
    id: 'apple',
    title: 'Apple root programme (security_certificates)',
    programme: 'apple',
    by: 'either',
    sources: [
      'github.com/apple-oss-distributions/security_certificates tags (APSL-2.0)',
      'github.com/tls-inspector/rootca bundles/apple_ca_bundle (MPL-2.0)',
    ],
    holes: ['releases overlap: one that is dated before its predecessor counts from the day of that one', ...appleHoles],
    aliases: [],
  },
  {
    id: 'macos',
    title: 'macOS',
    programme: 'apple',
    by: 'either',
    sources: [observatory],
    holes: [fetched, 'two snapshots of 2023 are missing', 'updates between the observed releases are not known', ...appleHoles],
    aliases: ['mac', 'osx'],
  },
  {
    id: 'ios',
    title: 'iOS',
    programme: 'apple',
    by: 'either',
    sources: [observatory],
    holes: [fetched, 'two snapshots of 2023 are missing', 'updates between the observed releases are not known', ...appleHoles],
    aliases: ['ipados'],
  },
  {
    id: 'android',
    title: 'Android (AOSP)',
    programme: 'android',
    by: 'either',
    sources: [
      observatory,
      'platform/system/ca-certificates, commit by commit (github.com/LineageOS/android_system_ca-certificates)',
    ],
    holes: [
      'up to 7.1 and for 10 the commit that was newest at the release; vendors may differ',
      'days up to 7.1 and for 10 are those of the commits; for the others those of the observation',
      'from 14 on the store can be renewed by Google Play system updates: a device may have another one',
    ],
    aliases: ['aosp'],
  },
  {
    id: 'chrome',
    title: 'Chrome Root Store',
    programme: 'chrome',
    by: 'date',
    sources: ['github.com/tls-inspector/rootca bundles/google_ca_bundle (MPL-2.0)'],
    holes: [
      'constraints are those of version 36 (2026); earlier ones of roots that are gone since (Entrust, 2024) are not known here',
      'a device has the version that its component updater fetched last',
    ],
    aliases: ['chromium'],
  },
  {
    id: 'oracle',
    title: 'Oracle JDK',
    programme: 'oracle',
    by: 'either',
    sources: [observatory],
    holes: [fetched, 'nothing before 10.0.1 (2018), so no release of Java 8, and nothing after 13.0.2 (2020)'],
    aliases: ['oracle-jdk', 'oracle-java'],
  },
  {
    id: 'openjdk',
    title: 'OpenJDK',
    programme: 'openjdk',
    by: 'either',
    sources: [observatory, 'cacerts of the OpenJDK sources in Debian (GPL-2.0 with Classpath exception)'],
    holes: [fetched, 'nothing between 17.0.2 (2022) and the sources of 17.0.19, 21.0.12.1 and 25.0.3 (2026)'],
    aliases: ['jdk', 'java'],
  },
] as const satisfies readonly (Omit<Platform, 'id'> & { readonly id: string })[]

/** The platform of that id or other name; `null`: none. */
export function platform(name: string): Platform | null {
  const asked = name.toLowerCase()
  return platforms.find((p: Platform) => p.id === asked || p.aliases.includes(asked)) ?? null
}

/** Which programmes' rules a program keeps beside reading the store, and what it does with a path that one of them refuses. */
export interface RuleKeeper {
  readonly programmes: readonly Programme[]
  readonly onRefusal: ProgrammePolicy['onRefusal']
}

/** `null`: it reads the store alone, as copies of a programme's list are read: the dated rules do not reach it. */
export function ruleKeeper(tool: string): RuleKeeper | null {
  return keepers.get(tool) ?? null
}

const windows: RuleKeeper = { programmes: ['microsoft'], onRefusal: 'goes-on' }

const keepers: ReadonlyMap<string, RuleKeeper> = new Map<string, RuleKeeper>([
  // security/certverifier NSSCertDBTrustDomain::IsChainValid: asked for each path, and mozilla::pkix looks for another.
  ['firefox', { programmes: ['mozilla'], onRefusal: 'goes-on' }],
  // net/cert/cert_verify_proc_builtin.cc, PathBuilderDelegateImpl::CheckPathAfterVerification: the same.
  ['chrome', { programmes: ['chrome'], onRefusal: 'goes-on' }],
  // sun.security.validator.CADistrustPolicy is asked for the one path that was validated.
  ['java', { programmes: ['openjdk', 'oracle'], onRefusal: 'stops' }],
  ['schannel', windows],
  ['cryptoapi', windows],
  ['dotnet-windows', windows],
  ['sectrust', { programmes: ['apple'], onRefusal: 'goes-on' }],
  ['safari', { programmes: ['apple'], onRefusal: 'goes-on' }],
])

/**
 * The platform whose store a program brings or asks by itself, by the tool's name in a client id (`firefox` of `firefox-128`).
 * `null`: it reads what it is given, or the system's, so that a platform must be named.
 */
export function ownPlatform(tool: string): PlatformId | null {
  return own.get(tool) ?? null
}

const own: ReadonlyMap<string, PlatformId> = new Map<string, PlatformId>([
  ['firefox', 'mozilla'],
  ['nss', 'nss'],
  ['nss-tstclnt', 'nss'],
  ['nss-vfychain', 'nss'],
  ['chrome', 'chrome'],
  ['node', 'node'],
  ['android', 'android'],
  ['conscrypt', 'android'],
  ['java', 'openjdk'],
  ['schannel', 'windows'],
  ['cryptoapi', 'windows'],
  ['dotnet-windows', 'windows'],
  ['sectrust', 'apple'],
  ['safari', 'apple'],
])
