import type { StoreContent, StoredCertificate } from '../store.ts'
import type { ReadEntry } from './windows-blob.ts'

/** Where the registry keeps the stores of each scope (System Store Locations; MS-GPEF §2.2.1.1): the name that we use, and the key. */
export const scopes = {
  CU: 'HKCU\\SOFTWARE\\Microsoft\\SystemCertificates',
  LM: 'HKLM\\SOFTWARE\\Microsoft\\SystemCertificates',
  GP: 'HKLM\\SOFTWARE\\Policies\\Microsoft\\SystemCertificates',
  ENT: 'HKLM\\SOFTWARE\\Microsoft\\EnterpriseCertificates',
} as const
export type Scope = keyof typeof scopes
export const scopeNames = Object.keys(scopes) as readonly Scope[]

const storeNames = ['ROOT', 'CA', 'AuthRoot', 'Disallowed', 'TrustedPeople'] as const

/** One store of one scope: a part of what programs see. */
export interface WindowsPart {
  readonly scope: Scope
  readonly store: (typeof storeNames)[number]
}

/** The part that `LM/ROOT` names, in any case of letters; `null`: none. */
export function windowsPart(name: string): WindowsPart | null {
  const [scopeName = '', ...rest] = name.split('/')
  const scope = scopeNames.find((s) => s === scopeName.toUpperCase())
  const store = storeNames.find((s) => s.toLowerCase() === rest.join('/').toLowerCase())
  return scope === undefined || store === undefined ? null : { scope, store }
}

/** RFC 5280 §4.2.1.12: anyExtendedKeyUsage. */
const anyPurpose = '2.5.29.37.0'

/** What a part holds, by its entries; a name tells one of them from the others. Entries that cannot be read are told, and never make a store empty. */
export function partContent(
  origin: string,
  { store }: WindowsPart,
  entries: readonly { readonly name: string; readonly read: ReadEntry }[],
): StoreContent {
  const certificates: StoredCertificate[] = []
  const problems: string[] = []
  for (const { name, read } of entries) {
    if ('problem' in read) problems.push(`${name}: ${read.problem}`)
    else if (store === 'Disallowed') certificates.push({ der: read.der, settings: { trusts: [], rejects: [anyPurpose] } })
    else certificates.push(read)
  }
  if (certificates.length === 0 && problems.length > 0)
    return { origin, unreadable: `none of its ${problems.length} entries can be read: ${problems[0]}` }
  const left = problems.length === 0 ? '' : `; ${problems.length} entries cannot be read: ${problems[0]}`
  return { origin: `${origin}${left}`, certificates }
}

/** The words of what was thrown. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
