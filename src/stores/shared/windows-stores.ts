import type { Host, RegistryKey } from '../../host/host.ts'
import { registryValue } from '../../host/registry-value.ts'
import type { TrustSettings } from '../../model/evidence.ts'
import { readCertificate } from '../../x509/certificate.ts'
import { signatureHash, thumbprint } from '../../x509/thumbprint.ts'
import { type CertificateTrustList, certificateProperty } from '../../x509/certificate-trust-list.ts'
import type { StoreContent, StoredCertificate } from '../store.ts'
import { certificateOf } from './windows-blob.ts'
import { windowsTrustLists } from './windows-root-update.ts'

/** Where the registry keeps the stores of each scope (System Store Locations; MS-GPEF §2.2.1.1): the name that we use, and the key. */
const scopes = {
  CU: 'HKCU\\SOFTWARE\\Microsoft\\SystemCertificates',
  LM: 'HKLM\\SOFTWARE\\Microsoft\\SystemCertificates',
  GP: 'HKLM\\SOFTWARE\\Policies\\Microsoft\\SystemCertificates',
  ENT: 'HKLM\\SOFTWARE\\Microsoft\\EnterpriseCertificates',
} as const
type Scope = keyof typeof scopes

const storeNames = ['ROOT', 'CA', 'AuthRoot', 'Disallowed', 'TrustedPeople'] as const
type StoreName = (typeof storeNames)[number]

/** A store as the registry holds it: of one scope. */
interface Physical {
  readonly scope: Scope
  readonly store: StoreName
}

const anyPurpose = '2.5.29.37.0'

/** The physical store that `LM/ROOT` names, in any case of letters; `null`: none. */
export function physicalStore(name: string): Physical | null {
  const [scopeName = '', ...rest] = name.split('/')
  const scope = (Object.keys(scopes) as readonly Scope[]).find((s) => s === scopeName.toUpperCase())
  const store = storeNames.find((s) => s.toLowerCase() === rest.join('/').toLowerCase())
  return scope === undefined || store === undefined ? null : { scope, store }
}

/** One store of one scope, everything that stands in it. `null`: the registry has no such key. Never throws. */
export function readPhysicalStore(host: Host, { scope, store }: Physical): StoreContent | null {
  try {
    return readStoreIn(host, { scope, store }, host.registry(scopes[scope]))
  } catch (error) {
    return { origin: `Windows registry, ${scopes[scope]}\\${store}`, unreadable: reasonOf(error) }
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Whether a key lists another; the registry knows no case. */
const lists = (key: RegistryKey | null, name: string): boolean =>
  key !== null && key.keys.some((k) => k.toLowerCase() === name.toLowerCase())

/** `top`: the key of the scope. Asked for once for all its stores, for it may bring with it all that is below. */
function readStoreIn(host: Host, { scope, store }: Physical, top: RegistryKey | null): StoreContent | null {
  const at = `${scopes[scope]}\\${store}`
  const origin = `Windows registry, ${at}`
  try {
    const key = lists(top, store) ? host.registry(at) : null
    if (key === null) return null
    const { certificates, problems } = entriesIn(host, { scope, store }, key)
    if (certificates.length === 0 && problems.length > 0)
      return { origin, unreadable: `none of its ${problems.length} entries can be read: ${problems[0]}` }
    const left = problems.length === 0 ? '' : `; ${problems.length} entries cannot be read: ${problems[0]}`
    return { origin: `${origin}${left}`, certificates }
  } catch (error) {
    return { origin, unreadable: reasonOf(error) }
  }
}

/** What stands below the key of a store. A problem names the entry that has it. */
function entriesIn(
  host: Host,
  { scope, store }: Physical,
  top: RegistryKey,
): { readonly certificates: readonly StoredCertificate[]; readonly problems: readonly string[] } {
  const at = `${scopes[scope]}\\${store}\\Certificates`
  const key = lists(top, 'Certificates') ? host.registry(at) : null
  const certificates: StoredCertificate[] = []
  const problems: string[] = []
  for (const name of key?.keys ?? []) {
    const blob = registryValue(host.registry(`${at}\\${name}`), 'Blob')
    const read =
      blob instanceof Uint8Array
        ? certificateOf(blob, `${scope}/${store}`, store === 'AuthRoot')
        : { problem: 'it has no value Blob' }
    if ('problem' in read) problems.push(`${name}: ${read.problem}`)
    else if (store === 'Disallowed') certificates.push({ der: read.der, settings: { trusts: [], rejects: [anyPurpose] } })
    else certificates.push(read)
  }
  return { certificates, problems }
}

/** Which physical stores a program sees that opens the store of a name for the current user (System Store Locations). */
const parts: Readonly<Record<'ROOT' | 'CA', readonly Physical[]>> = {
  ROOT: [
    { scope: 'CU', store: 'ROOT' },
    { scope: 'LM', store: 'ROOT' },
    { scope: 'LM', store: 'AuthRoot' },
    { scope: 'GP', store: 'ROOT' },
    { scope: 'ENT', store: 'ROOT' },
  ],
  CA: [
    { scope: 'CU', store: 'CA' },
    { scope: 'LM', store: 'CA' },
    { scope: 'GP', store: 'CA' },
    { scope: 'ENT', store: 'CA' },
  ],
}

/**
 * What Windows programs see as `ROOT` or `CA`: the union over the scopes, each certificate once, less what is disallowed. One part that
 * is there and cannot be read makes the whole unreadable. `null`: this is no Windows, or its registry has none of them.
 */
export function readWindowsUnion(host: Host, name: 'ROOT' | 'CA'): StoreContent | null {
  const origin = `Windows certificate store ${name}`
  try {
    const tops = topsOf(host)
    const open = parts[name].filter((part) => !isShut(host, part, tops))
    const contents = open.map((part) => readStoreIn(host, part, tops[part.scope])).filter((content) => content !== null)
    const failed = contents.find((content) => 'unreadable' in content)
    if (failed !== undefined) return { ...failed, origin: `${origin}: ${failed.origin}` }
    if (contents.length === 0) return null
    const isDisallowed = disallowed(host, tops)
    const certificates = merged(contents.flatMap((content) => ('certificates' in content ? content.certificates : [])))
    const kept = certificates.filter(({ der }) => !isDisallowed(der))
    const less = certificates.length === kept.length ? '' : `, less ${certificates.length - kept.length} that are disallowed`
    return { origin: `${origin} (scopes in the registry: ${contents.length}${less})`, certificates: kept }
  } catch (error) {
    return { origin, unreadable: reasonOf(error) }
  }
}

type Tops = Readonly<Record<Scope, RegistryKey | null>>

const topsOf = (host: Host): Tops => ({
  CU: host.registry(scopes.CU),
  LM: host.registry(scopes.LM),
  GP: host.registry(scopes.GP),
  ENT: host.registry(scopes.ENT),
})

/** Group policy can shut two parts of ROOT (wincrypt.h: CERT_PROT_ROOT_DISABLE_CURRENT_USER_FLAG, CERT_PROT_ROOT_DISABLE_LM_AUTH_FLAG). */
function isShut(host: Host, { scope, store }: Physical, { GP }: Tops): boolean {
  const bit = scope === 'CU' && store === 'ROOT' ? 1 : store === 'AuthRoot' ? 8 : 0
  const flags =
    bit === 0 || !lists(GP, 'Root') ? undefined : registryValue(host.registry(`${scopes.GP}\\Root\\ProtectedRoots`), 'Flags')
  return typeof flags === 'number' && (flags & bit) !== 0
}

/** The same certificate in several parts: what one of them allows is allowed, what one of them refuses is refused. */
function merged(all: readonly StoredCertificate[]): readonly StoredCertificate[] {
  const once = new Map<string, StoredCertificate>()
  for (const one of all) {
    const id = thumbprint(one.der)
    const other = once.get(id)
    once.set(id, other === undefined ? one : { der: one.der, settings: joined(other.settings, one.settings) })
  }
  return [...once.values()]
}

function joined(a: TrustSettings | null, b: TrustSettings | null): TrustSettings | null {
  const [one, two] = [a ?? none, b ?? none]
  const isForAll = one.trusts.length === 0 || two.trusts.length === 0
  const programme = one.programme === undefined && two.programme === undefined ? null : unique(one.programme, two.programme)
  const settings: TrustSettings = {
    trusts: isForAll ? [] : [...new Set([...one.trusts, ...two.trusts])],
    rejects: [...new Set([...one.rejects, ...two.rejects])],
    ...(programme === null ? {} : { programme }),
  }
  return settings.trusts.length + settings.rejects.length === 0 && programme === null ? null : settings
}

const none: TrustSettings = { trusts: [], rejects: [] }

function unique(a: TrustSettings['programme'] = [], b: TrustSettings['programme'] = []): NonNullable<TrustSettings['programme']> {
  return [...a, ...b.filter(({ kind }) => !a.some((rule) => rule.kind === kind))]
}

/** Whether a certificate stands in a Disallowed store of any scope, or on Microsoft's list. Throws where one of them cannot be read. */
function disallowed(host: Host, tops: Tops): (der: Uint8Array) => boolean {
  const stores = (Object.keys(scopes) as readonly Scope[]).map((scope) =>
    readStoreIn(host, { scope, store: 'Disallowed' }, tops[scope]),
  )
  const ids = new Set<string>()
  for (const content of stores) {
    if (content === null) continue
    if ('unreadable' in content) throw new Error(`${content.origin}: ${content.unreadable}`)
    for (const { der } of content.certificates) ids.add(thumbprint(der))
  }
  const { disallowed: list } = windowsTrustLists(host, tops.LM)
  if (list !== null && 'problem' in list) throw new Error(list.problem)
  const isListed = list === null ? () => false : named(list)
  return (der) => ids.has(thumbprint(der)) || isListed(der)
}

const sha1Oid = '1.3.14.3.2.26'
const signatureHashProperty = 15

/** Whether a list names a certificate, by the hash that it says it uses. */
function named({ subjectAlgorithm, entries }: CertificateTrustList): (der: Uint8Array) => boolean {
  const ids = new Set(entries.map(({ id }) => id))
  if (subjectAlgorithm === sha1Oid) return (der) => ids.has(thumbprint(der))
  if (certificateProperty(subjectAlgorithm) === signatureHashProperty)
    return (der) => {
      const hash = signatureHash(readCertificate(der))
      return hash !== null && ids.has(hash)
    }
  throw new Error(`the list of disallowed certificates names them by ${subjectAlgorithm}, which is not known here`)
}
