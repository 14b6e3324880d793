import type { Host } from '../../host/host.ts'
import { registryValue } from '../../host/registry-value.ts'
import type { TrustSettings } from '../../model/evidence.ts'
import { readCertificate } from '../../x509/certificate.ts'
import { signatureHash, thumbprint } from '../../x509/thumbprint.ts'
import { type CertificateTrustList, certificateProperty } from '../../x509/certificate-trust-list.ts'
import type { StoreContent, StoredCertificate } from '../store.ts'
import { howToAskWindows, type NotByCrypt32, readByCrypt32 } from './windows-by-crypt32.ts'
import { furtherStores, lists, readByRegistry, type Tops, topsOf } from './windows-by-registry.ts'
import { reasonOf, scopeNames, scopes, type WindowsPart, windowsPart } from './windows-part.ts'
import { windowsTrustLists } from './windows-root-update.ts'

/**
 * `ROOT` and `CA` as programs see them, `LM/ROOT` of one scope: as Windows itself gives them out where it can be asked, else as the registry
 * has them. `null`: there is no such store. Never throws.
 */
export async function readWindowsStore(host: Host, name: string): Promise<StoreContent | null> {
  const union = (['ROOT', 'CA'] as const).find((u) => u === name.toUpperCase())
  if (union !== undefined) return readUnion(host, union)
  const part = windowsPart(name)
  if (part === null) return null
  const { content, why } = await readPart(host, part, topsOf(host))
  return remarked(content, why)
}

interface PartRead {
  /** `null`: there is no such part. */
  readonly content: StoreContent | null
  /** Why the registry was read; `null`: Windows itself gave it out. */
  readonly why: NotByCrypt32 | null
}

async function readPart(host: Host, part: WindowsPart, tops: Tops): Promise<PartRead> {
  const { content, why } = await readByCrypt32(host, part)
  return why === undefined ? { content, why: null } : { content: readByRegistry(host, part, tops), why }
}

/** What the registry has, with why Windows was not asked where that matters: `further` physical stores are not seen. */
function remarked(content: StoreContent | null, why: NotByCrypt32 | null, further = 0): StoreContent | null {
  if (content === null || why === null || why === 'not-asked') return content
  if (why !== 'not-installed') return { ...content, origin: `${content.origin}; not through crypt32: ${why.failed}` }
  if ('unreadable' in content) return { ...content, unreadable: `${content.unreadable}; ${howToAskWindows}` }
  return further === 0
    ? content
    : { ...content, origin: `${content.origin}; ${further} further physical stores are not seen. ${howToAskWindows}` }
}

/** Which physical stores a program sees that opens the store of a name for the current user (System Store Locations). */
const parts: Readonly<Record<'ROOT' | 'CA', readonly WindowsPart[]>> = {
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

const disallowedParts: readonly WindowsPart[] = scopeNames.map((scope) => ({ scope, store: 'Disallowed' }))

/**
 * What Windows programs see as `ROOT` or `CA`: the union over the scopes, each certificate once, less what is disallowed. One part that
 * is there and cannot be read makes the whole unreadable. `null`: this is no Windows, or it has none of them.
 */
async function readUnion(host: Host, name: 'ROOT' | 'CA'): Promise<StoreContent | null> {
  const tops = topsOf(host)
  try {
    const { content: all = null, why } = await readByCrypt32(host, { scope: 'CU', store: name }, 'collection')
    const read = new Map<WindowsPart, PartRead>()
    for (const part of [...parts[name], ...disallowedParts]) read.set(part, await readPart(host, part, tops))
    const further = why === 'not-installed' ? parts[name].map((part) => furtherStores(host, part, tops)) : []
    return remarked(
      unionOf(host, name, { tops, read, all }),
      why ?? firstFailure(read),
      further.reduce((sum, n) => sum + n, 0),
    )
  } catch (error) {
    return { origin: `Windows certificate store ${name}`, unreadable: reasonOf(error) }
  }
}

function firstFailure(read: ReadonlyMap<WindowsPart, PartRead>): NotByCrypt32 | null {
  for (const [{ scope, store }, { why }] of read)
    if (why !== null) return typeof why === 'string' ? why : { failed: `${scope}/${store}: ${why.failed}` }
  return null
}

/** What a union is made of. */
interface Gathered {
  readonly tops: Tops
  readonly read: ReadonlyMap<WindowsPart, PartRead>
  /** What Windows puts together under the name: it is that which programs see, whatever the parts hold. `null`: nobody knows. */
  readonly all: StoreContent | null
}

/** Throws where what is disallowed cannot be found out. */
function unionOf(host: Host, name: 'ROOT' | 'CA', { tops, read, all }: Gathered): StoreContent | null {
  const origin = `Windows certificate store ${name}`
  const open = parts[name].filter((part) => !isShut(host, part, tops)).flatMap((part) => read.get(part) ?? [])
  const there = open.filter(({ content }) => content !== null)
  const contents = there.flatMap(({ content }) => content ?? [])
  const failed = [...contents, ...(all === null ? [] : [all])].find((content) => 'unreadable' in content)
  if (failed !== undefined) return { ...failed, origin: `${origin}: ${failed.origin}` }
  if (contents.length === 0 && all === null) return null
  const held = merged(contents.flatMap(certificatesOf))
  const given = all === null ? held : merged(certificatesOf(all))
  const certificates = all === null ? held : known(given, held)
  const isDisallowed = disallowed(host, tops, read)
  const kept = certificates.filter(({ der }) => !isDisallowed(der))
  const through = there.filter(({ why }) => why === null).length
  const facts = [
    ...(through === 0 ? [] : [`scopes through crypt32: ${through}`]),
    ...(through < there.length || there.length === 0 ? [`scopes in the registry: ${there.length - through}`] : []),
    ...counted(lacking(given, held), 'that Windows takes from further physical stores'),
    ...counted(lacking(held, given), 'of these scopes that Windows does not give out'),
    ...counted(certificates.length - kept.length, 'that are disallowed', 'less '),
  ]
  return { origin: `${origin} (${facts.join(', ')})`, certificates: kept }
}

const counted = (count: number, what: string, sign = ''): readonly string[] => (count === 0 ? [] : [`${sign}${count} ${what}`])

const certificatesOf = (content: StoreContent): readonly StoredCertificate[] =>
  'certificates' in content ? content.certificates : []

/** How many of `some` are not among `others`. */
function lacking(some: readonly StoredCertificate[], others: readonly StoredCertificate[]): number {
  const ids = new Set(others.map(({ der }) => thumbprint(der)))
  return some.filter(({ der }) => !ids.has(thumbprint(der))).length
}

/** What Windows gives out, with what is known of it by the part that holds it: that it is the programme's. */
function known(given: readonly StoredCertificate[], held: readonly StoredCertificate[]): readonly StoredCertificate[] {
  const ids = new Map(held.map((one) => [thumbprint(one.der), one]))
  return given.map((one) => ({ der: one.der, settings: joined(ids.get(thumbprint(one.der))?.settings ?? null, one.settings) }))
}

/** Group policy can shut two parts of ROOT (wincrypt.h: CERT_PROT_ROOT_DISABLE_CURRENT_USER_FLAG, CERT_PROT_ROOT_DISABLE_LM_AUTH_FLAG). */
function isShut(host: Host, { scope, store }: WindowsPart, tops: Tops): boolean {
  const bit = scope === 'CU' && store === 'ROOT' ? 1 : store === 'AuthRoot' ? 8 : 0
  const flags =
    bit === 0 || !lists(tops('GP'), 'Root')
      ? undefined
      : registryValue(host.registry(`${scopes.GP}\\Root\\ProtectedRoots`), 'Flags')
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
function disallowed(host: Host, tops: Tops, read: Gathered['read']): (der: Uint8Array) => boolean {
  const ids = new Set<string>()
  for (const content of disallowedParts.map((part) => read.get(part)?.content ?? null)) {
    if (content === null) continue
    if ('unreadable' in content) throw new Error(`${content.origin}: ${content.unreadable}`)
    for (const { der } of content.certificates) ids.add(thumbprint(der))
  }
  const { disallowed: list } = windowsTrustLists(host, tops('LM'))
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
