import { rootCertificates } from 'node:tls'
import { readFileSync } from 'node:fs'
import { around, loopbackNames, server, usualChain, usualValidity, utc, withoutExtensions } from '../../src/lab/shapes.ts'
import { caCertificate, leafCertificate, type LabEntity, rootCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import type { Ran, RegistryKey } from '../../src/host/host.ts'
import { pythonProbeArguments } from '../../src/runtimes/shared/python-probe.ts'
import { programmes } from '../../src/commands/programmes.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { opensslNameHash } from '../../src/x509/openssl-name-hash.ts'
import { type Entry, machine } from './machine.ts'

/** What a `machine.json` may hold. Texts that begin with `@` are certificates by name: see `minted`. */
export interface BrokenMachine {
  /** Where people met it. */
  readonly source: string
  /** The one true cause, in a sentence of ours. */
  readonly cause: string
  /** Who is asked: the whole machine, one runtime, or the clients of this machine about a chain. */
  readonly ask: 'doctor' | { readonly which: string } | { readonly check: readonly string[] }
  /** What the first finding must say. */
  readonly says: string
  readonly platform?: 'linux' | 'darwin' | 'win32'
  readonly home?: string
  readonly at?: string
  readonly env?: Readonly<Record<string, string>>
  /** By path. In a name `@root.hash` stands for the hash of that certificate's subject (OpenSSL's X509_NAME_hash). */
  readonly files?: Readonly<Record<string, Exclude<Entry, Uint8Array>>>
  /** When files were written, by path; others in 1970. */
  readonly written?: Readonly<Record<string, string>>
  /** Certificates of stores in the registry: `HKLM\\...\\ROOT` and the names of those in it. */
  readonly registryStores?: Readonly<Record<string, readonly string[]>>
  /** What programs print, by their command lines. */
  readonly runs?: Readonly<Record<string, string | Ran>>
  /** Interpreters that can be asked: where their OpenSSL was built to look. */
  readonly pythons?: Readonly<Record<string, { readonly version: string; readonly openssl?: string; readonly folder: string }>>
}

/** The instant at which all of them stand, unless their clocks are wrong. */
export const instant = utc('2026-11-22T12:00:00Z')

const usual = usualChain('machines', instant)

const named = (CN: string, O: string): LabEntity => ({ subject: { CN, O }, key: labKey('p-256', CN) })

const proxy = named('Zscaler Root CA', 'Zscaler Inc.')
const works = named('Example Works Root CA', 'Example Works')
const lax = named('Example Old Root CA', 'Example Works')

/** Every certificate by name, minted once. */
const certificates: Readonly<Record<string, Uint8Array>> = {
  root: usual.root,
  intermediate: usual.intermediate,
  leaf: usual.leaf,
  interceptor: rootCertificate(proxy, usualValidity(instant, 'root')),
  'leaf-by-interceptor': leafCertificate(proxy, server(), usualValidity(instant, 'leaf'), loopbackNames),
  works: rootCertificate(works, usualValidity(instant, 'root')),
  'leaf-by-works': leafCertificate(works, server(), usualValidity(instant, 'leaf'), loopbackNames),
  'expired-root': rootCertificate(usual.entities.root, around(instant, -7000, -30)),
  'expired-intermediate': caCertificate(usual.entities.root, usual.entities.intermediate, around(instant, -3650, -200)),
  // No key identifiers: RFC 5280 §4.2.1.1 and §4.2.1.2 ask for them.
  'lax-root': rootCertificate(lax, usualValidity(instant, 'root'), { extensions: withoutExtensions('2.5.29.14') }),
  'leaf-lax': leafCertificate(lax, server(), usualValidity(instant, 'leaf'), loopbackNames, {
    extensions: withoutExtensions('2.5.29.35'),
  }),
  'expired-leaf': leafCertificate(usual.entities.intermediate, usual.entities.leaf, around(instant, -100, -10), loopbackNames),
}

/** PEM of what Mozilla trusts now, as far as the running Node has it. */
async function publicRoots(): Promise<readonly Uint8Array[]> {
  const { mozilla } = await programmes()
  const all = readCertificateFile(new TextEncoder().encode(rootCertificates.join('\n'))).certificates.map(({ der }) => der)
  return all.filter((der) => mozilla.has(readCertificate(der).sha256))
}

const newest = await publicRoots()

/** The beginning of a PKCS #12 whose content is encrypted (RFC 2315 §13). */
const sealed = Uint8Array.of(0x30, 0x20, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x06, 0xa0)

/** `@root` as PEM, `@root.der`, `@root+works` one behind the other, `@old-bundle` half of the public roots, `@sealed-p12`. */
function minted(name: string): Entry {
  if (name === 'sealed-p12') return sealed
  if (name === 'old-bundle') return certificatesPem(newest.slice(0, 60))
  if (name.endsWith('.der')) return one(name.slice(0, -4))
  return certificatesPem(name.split('+').map(one))
}

function one(name: string): Uint8Array {
  const found = certificates[name]
  if (found === undefined) throw new Error(`there is no certificate @${name}`)
  return found
}

const asPath = (path: string): string =>
  path.replace(/@([\w-]+)\.hash/, (_, name: string) => `${opensslNameHash(readCertificate(one(name)).subject.der)}`)

const entry = (value: Exclude<Entry, Uint8Array>): Entry =>
  typeof value === 'string' && value.startsWith('@') ? minted(value.slice(1)) : value

const printed = (what: string | Ran): string | Ran => {
  const text = typeof what === 'string' ? entry(what) : what
  return typeof text === 'string' || 'kind' in text ? text : ''
}

/** Reads a description, with every name in it checked. */
export const readBrokenMachine = (file: string): BrokenMachine => JSON.parse(readFileSync(file, 'utf8'))

/** The machine in memory. */
export function brokenHost({
  platform = 'linux',
  env = {},
  files = {},
  home,
  runs = {},
  pythons = {},
  registryStores = {},
  written = {},
  ask,
}: BrokenMachine) {
  const asked = Object.entries(pythons).map(([program, { version, folder, openssl = 'OpenSSL 3.0.19 27 Jan 2026' }]) => {
    const slash = platform === 'win32' ? '\\' : '/'
    const answer = { version, openssl, file: `${folder}${slash}cert.pem`, folder: `${folder}${slash}certs` }
    return [program, version, JSON.stringify(answer)] as const
  })
  const chain =
    typeof ask === 'object' && 'check' in ask
      ? { [chainPath(platform)]: certificatesPem(ask.check.map((name) => one(name.slice(1)))) }
      : {}
  return machine({
    platform,
    env,
    ...(home === undefined ? {} : { home }),
    files: { ...Object.fromEntries(Object.entries(files).map(([path, value]) => [asPath(path), entry(value)])), ...chain },
    runs: {
      ...Object.fromEntries(
        // The release may be known of files, wholly or in part, or not at all.
        asked.flatMap(([program, version, answer]) =>
          [version, version.replace(/\.\d+$/, ''), null].map((known) => [
            [program, ...pythonProbeArguments(known)].join(' '),
            answer,
          ]),
        ),
      ),
      ...Object.fromEntries(Object.entries(runs).map(([line, what]) => [line, printed(what)])),
    },
    modified: Object.fromEntries(Object.entries(written).map(([path, text]) => [path, utc(text)])),
    registry: registryOf(registryStores),
    roots: { bundled: [usual.root] },
  })
}

/** Where the chain lies that `check` is asked about. */
export const chainPath = (platform: string): string => (platform === 'win32' ? 'C:\\chain.pem' : '/chain.pem')

/** A certificate in the registry: property 32 is the certificate itself (wincrypt.h: CERT_CERT_PROP_ID), behind type, 1 and length. */
function blob(der: Uint8Array): Uint8Array {
  const head = new DataView(new ArrayBuffer(12))
  for (const [i, value] of [32, 1, der.length].entries()) head.setUint32(i * 4, value, true)
  return Uint8Array.from([...new Uint8Array(head.buffer), ...der])
}

/** Keys as `reg.exe` tells them, each known by the one above it. */
function registryOf(stores: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, RegistryKey>> {
  const keys: Record<string, { keys: string[]; values: Record<string, Uint8Array> }> = {}
  const put = (path: string): { keys: string[]; values: Record<string, Uint8Array> } => {
    const known = keys[path]
    if (known !== undefined) return known
    const made = { keys: [], values: {} }
    keys[path] = made
    const at = path.lastIndexOf('\\')
    if (at > 0) put(path.slice(0, at)).keys.push(path.slice(at + 1))
    return made
  }
  for (const [store, names] of Object.entries(stores)) {
    put(`${store}\\Certificates`)
    for (const [i, name] of names.entries()) {
      put(`${store}\\Certificates\\${String(i + 1).padStart(40, '0')}`).values['Blob'] = blob(one(name.slice(1)))
    }
  }
  return keys
}
