import type { Host } from '../host/host.ts'
import type { Asking, AskedStore, Setting, WithoutEffect } from '../model/machine.ts'
import { readCertificateFile } from '../x509/certificate-file.ts'
import { derKind } from '../x509/der-kind.ts'
import type { Runtime } from './runtime.ts'
import { javaHomes } from './shared/java-homes.ts'
import { javaOptions, type JavaProperty } from './shared/java-options.ts'
import { folderOf, kindAt, nameOf, placeIn, realPlace } from './shared/place.ts'
import { builtIn } from './shared/setting.ts'

const source =
  'observed: OpenJDK 17.0.15 and Temurin 25 on Linux, a server for each store (jssecacerts before cacerts; a trustStore that is no file falls back to cacerts, past ' +
  'jssecacerts; _JAVA_OPTIONS before the command line, JDK_JAVA_OPTIONS, JAVA_TOOL_OPTIONS); openjdk/jdk: sun/security/ssl/TrustStoreManager.java'

/** Every Java runtime: JDKs, JREs and those that editors bring. */
export const java: Runtime = {
  id: 'java',
  title: 'Java',
  names: ['javac', 'keytool', 'mvn', 'maven', 'gradle', 'sbt', 'kotlin', 'jdk', 'jre'],
  find: async (host) =>
    javaHomes(host).map(({ program, version, note }) => ({
      runtime: 'java',
      path: program,
      version,
      client: version === null ? 'java' : `java-${version.replace(/^1\./, '').replaceAll('_', '.')}`,
      note,
    })),
  asks: async (host, installation): Promise<Asking> => {
    const options = javaOptions(host, installation.version)
    const home = homeOf(host, installation.path)
    const own = ownStore(host, home)
    const [store, ...beaten] = options.properties.filter(({ name }) => name === 'javax.net.ssl.trustStore')
    const [type] = options.properties.filter(({ name }) => name === 'javax.net.ssl.trustStoreType')
    const found = lookup(host, home, own, store, type, options.passwordIn)
    return {
      installation,
      stores: options.refuses === '' ? found.stores : [],
      unknown: options.refuses === '' ? found.unknown : options.refuses,
      why: found.why,
      overrides: [...beaten.map(({ setting }) => setting), ...(found.why === own.setting ? [] : [own.setting])],
      withoutEffect: [
        ...found.withoutEffect,
        ...beaten.map(({ setting }): WithoutEffect => ({ setting, reason: 'beaten', params: { by: store?.setting.name ?? '' } })),
        ...options.withoutEffect,
      ],
      dangers: options.dangers,
      source,
    }
  },
}

/** `java.home` of a program that was found. */
function homeOf(host: Host, program: string): string {
  const above = folderOf(folderOf(realPlace(host, program)))
  const jre = placeIn(host, above, 'jre')
  return kindAt(host, placeIn(host, jre, 'lib', 'security')) === 'directory' ? jre : above
}

interface Own {
  readonly stores: readonly AskedStore[]
  readonly setting: Setting
  /** What it keeps from being looked at. */
  readonly hides?: Setting
}

const asked = (store: string): readonly AskedStore[] => [{ store, ifUnreadable: 'fails' }]

/** `lib/security/jssecacerts`, else `cacerts` beside it. */
function ownStore(host: Host, home: string): Own {
  const jsse = placeIn(host, home, 'lib', 'security', 'jssecacerts')
  return kindAt(host, jsse) === 'file'
    ? { stores: asked(jsse), setting: builtIn('its own jssecacerts', jsse), hides: cacerts(host, home).setting }
    : cacerts(host, home)
}

function cacerts(host: Host, home: string): Own {
  const path = placeIn(host, home, 'lib', 'security', 'cacerts')
  if (kindAt(host, path) !== 'file') return { stores: [], setting: builtIn('its own cacerts, which is not there', path) }
  const real = realPlace(host, path)
  const linked = nameOf(folderOf(real)) === 'security' && real.startsWith(home) ? '' : real
  return {
    stores: asked(path),
    setting:
      linked === '' || linked === path
        ? builtIn('its own cacerts', path)
        : builtIn("the distribution's cacerts, by a link", linked),
  }
}

interface Found {
  readonly stores: readonly AskedStore[]
  readonly unknown: string
  readonly why: Setting
  readonly withoutEffect: readonly WithoutEffect[]
}

function lookup(
  host: Host,
  home: string,
  own: Own,
  store: JavaProperty | undefined,
  type: JavaProperty | undefined,
  passwordIn: string,
): Found {
  const special = type === undefined ? null : ofSystem(host, type)
  if (special !== null) return special
  if (store === undefined) return opened(host, own, passwordIn)
  if (store.value === 'NONE') return { stores: [], unknown: '', why: store.setting, withoutEffect: [] }
  const { value, setting } = store
  const kind = kindAt(host, value)
  if (kind === 'file' && isCertificate(host, value)) return noKeyStore(setting, value)
  if (kind === 'file') return opened(host, { stores: asked(value), setting }, passwordIn)
  // cacerts and not jssecacerts: that is the usual value of the property, and the fallback is the same for all values.
  const fallback = opened(host, cacerts(host, home), passwordIn)
  const isWord = /^~|%\w+%|\$\{?\w/.test(value)
  const reason = kind === 'directory' ? 'wrong-kind' : isWord ? 'not-expanded' : 'no-such-file'
  return { ...fallback, withoutEffect: [{ setting, reason, params: { path: value } }, ...fallback.withoutEffect] }
}

/** A certificate in the place of a key store: no TLS at all (observed: OpenJDK 17.0.15 and Temurin 25, `Error constructing implementation`). */
function noKeyStore(setting: Setting, path: string): Found {
  const instead = `what "keytool -importcert -file ${path} -keystore trust.p12" makes`
  const lost: WithoutEffect = { setting, reason: 'no-certificate', params: { path, instead } }
  return { stores: [], unknown: `every request fails: ${path} is no key store`, why: setting, withoutEffect: [lost] }
}

/** Whether a file holds certificates as such, in whichever form. */
function isCertificate(host: Host, path: string): boolean {
  try {
    return readCertificateFile(host.readFile(path) ?? new Uint8Array()).certificates.length > 0
  } catch {
    return false
  }
}

/** A key store under the password that Java is given; without one it opens those that are not encrypted alone (observed: OpenJDK 17 and 25). */
function opened(host: Host, { stores, setting, hides }: Own, passwordIn: string): Found {
  const path = stores[0]?.store ?? ''
  const hidden: readonly WithoutEffect[] =
    hides === undefined ? [] : [{ setting: hides, reason: 'beaten', params: { by: 'jssecacerts beside it' } }]
  const found: Found = { stores, unknown: '', why: setting, withoutEffect: hidden }
  if (passwordIn !== '') return isLocked(host, path) ? { ...found, stores: asked(`keyed:${passwordIn}:${path}`) } : found
  if (!isEncrypted(host, path)) return found
  const params = { path, instead: '-Djavax.net.ssl.trustStorePassword beside it' }
  return { ...found, stores: [], withoutEffect: [{ setting, reason: 'no-certificate', params }, ...hidden] }
}

/** Stores of the operating system by type. JDK Providers documentation: SunMSCAPI, Apple; another system has no such type, and no TLS at all. */
function ofSystem(host: Host, { value, setting }: JavaProperty): Found | null {
  const name = value.toLowerCase()
  const isWindows = /^windows-(root|my)/.test(name)
  if (!isWindows && !name.startsWith('keychainstore')) return null
  const shared = { why: setting, withoutEffect: [] }
  if (isWindows !== (host.platform === 'win32') || (!isWindows && host.platform !== 'darwin'))
    return { ...shared, stores: [], unknown: `every request fails: there is no key store of type ${value} on this system` }
  if (name === 'keychainstore-root') return { ...shared, stores: asked('system'), unknown: '' }
  if (!isWindows) return { ...shared, stores: [], unknown: "KeychainStore is the user's own keychain, which is not looked at" }
  if (name.startsWith('windows-root'))
    return { ...shared, stores: asked(name === 'windows-root-localmachine' ? 'windows:LM/ROOT' : 'windows:ROOT'), unknown: '' }
  return { ...shared, stores: [], unknown: 'Windows-MY holds certificates of the user, which are not looked at' }
}

/** Whether Java uses the password that it is given: to check the digest of a key store of its own, to open a PKCS #12. */
function isLocked(host: Host, path: string): boolean {
  try {
    const bytes = host.readFile(path)
    return bytes !== null && (derKind(bytes) === 'Java key store' || isEncrypted(host, path))
  } catch {
    return false
  }
}

/** RFC 7292 §4.1, RFC 2315 §13: the object identifier of encryptedData, before a content that no one reads without a password. */
const encryptedData = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x06]

/** Whether a file is a PKCS #12 with an encrypted part: Java takes it for empty where no password is given. */
function isEncrypted(host: Host, path: string): boolean {
  try {
    const bytes = host.readFile(path)
    if (bytes === null || bytes[0] !== 0x30) return false
    return bytes.some((octet, i) => octet === 0x06 && encryptedData.every((wanted, k) => bytes[i + k] === wanted))
  } catch {
    return false
  }
}
