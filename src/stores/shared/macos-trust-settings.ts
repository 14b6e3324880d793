import { objectIdentifier } from '../../x509/object-identifiers.ts'
import type { TrustSettings } from '../../model/evidence.ts'
import type { Oid } from '../../model/oid.ts'
import { entriesOf, type PropertyValue, readPropertyList } from './property-list.ts'

/** The trust settings of one domain (user, administrator): for each certificate that has any, by its SHA-1 in lower-case hexadecimal. */
export type TrustDomain = ReadonlyMap<string, readonly UsageConstraint[]>

/** One entry of a certificate's trust settings (SecTrustSettings.h). */
export interface UsageConstraint {
  /** The policy that it is for; `null`: every one. Empty: one that cannot be read. */
  readonly policy: Oid | null
  /** `sslServer`; `null`: the entry has none. */
  readonly policyName: string | null
  /** It is for one application or one name (a host, an address) alone. */
  readonly isNarrow: boolean
  readonly result: 'trust-root' | 'trust-as-root' | 'deny' | 'unspecified'
}

/**
 * What `security trust-settings-export` wrote, as XML (Security/OSX/libsecurity_keychain: TrustSettingsSchema.h). A certificate without
 * a list of settings is as one with an empty list. `null`: this is none, or it is cut.
 */
export function readTrustSettings(text: string): TrustDomain | null {
  const top = readPropertyList(text)
  const list = top === null ? null : entriesOf(entriesOf(top)?.get('trustList'))
  if (list === null) return null
  const domain = new Map<string, readonly UsageConstraint[]>()
  for (const [name, record] of list) {
    const fields = entriesOf(record)
    const settings = fields?.get('trustSettings') ?? []
    if (fields === null || !Array.isArray(settings)) return null
    domain.set(name.toLowerCase(), (settings as readonly PropertyValue[]).map(constraint))
  }
  return domain
}

function constraint(value: PropertyValue): UsageConstraint {
  const fields = entriesOf(value) ?? new Map<string, PropertyValue>()
  const policyName = fields.get('kSecTrustSettingsPolicyName')
  return {
    policy: policyOf(fields.get('kSecTrustSettingsPolicy')),
    policyName: typeof policyName === 'string' ? policyName : null,
    isNarrow: fields.has('kSecTrustSettingsApplication') || fields.has('kSecTrustSettingsPolicyString'),
    result: resultOf(fields.get('kSecTrustSettingsResult')),
  }
}

/** The content of an OBJECT IDENTIFIER without its header, or its text (TrustSettingsSchema.h: CFData or CFString). */
function policyOf(value: PropertyValue | undefined): Oid | null {
  if (value === undefined) return null
  if (value instanceof Uint8Array) return objectIdentifier(value)
  return typeof value === 'string' ? value : ''
}

/** SecTrustSettingsResult: absent is trustRoot. A value that nobody knows decides nothing. */
function resultOf(value: PropertyValue | undefined): UsageConstraint['result'] {
  if (value === undefined || value === 1) return 'trust-root'
  return value === 2 ? 'trust-as-root' : value === 3 ? 'deny' : 'unspecified'
}

const serverAuth = '1.3.6.1.5.5.7.3.1'
const anyPurpose = '2.5.29.37.0'

/** Purposes of extKeyUsage, with the policies of Apple that stand for them (SecPolicy.h, oidsalg.c) and, where they differ, their name. */
const purposes: readonly { readonly purpose: Oid; readonly policy: Oid; readonly not?: string }[] = [
  { purpose: serverAuth, policy: '1.2.840.113635.100.1.3', not: 'sslClient' },
  { purpose: '1.3.6.1.5.5.7.3.2', policy: '1.2.840.113635.100.1.3', not: 'sslServer' },
  { purpose: '1.3.6.1.5.5.7.3.4', policy: '1.2.840.113635.100.1.8' },
  { purpose: '1.3.6.1.5.5.7.3.3', policy: '1.2.840.113635.100.1.16' },
  { purpose: '1.3.6.1.5.5.7.3.8', policy: '1.2.840.113635.100.1.20' },
]

/**
 * What the settings make of one certificate; `lists` are those of the user, then those of the administrator, where either has any.
 * Within a list the first entry that fits and says something counts. An empty list is "always trust". trustRoot is for self-issued
 * certificates, trustAsRoot for the others too (SecTrustSettingsCopyTrustSettings; the reading of Chromium
 * net/cert/internal/trust_store_mac.cc, IsCertificateTrustedForPolicy). Entries for one application or one host are passed over: they
 * say nothing about others. `otherwise`: what counts where nothing is said.
 *
 * `silent`: the certificate is no anchor, it must lead to one.
 */
export function judge(
  lists: readonly (readonly UsageConstraint[])[],
  isSelfIssued: boolean,
  otherwise: 'trusted' | 'unspecified',
): TrustSettings | null | 'silent' {
  const says = (entry: UsageConstraint): Says => {
    if (entry.result === 'deny') return 'denied'
    const isTrusted = entry.result === 'trust-as-root' || (entry.result === 'trust-root' && isSelfIssued)
    return isTrusted ? 'trusted' : 'unspecified'
  }
  const status = (fits: (entry: UsageConstraint) => boolean): Says => {
    for (const list of lists) {
      if (list.length === 0 && isSelfIssued) return 'trusted'
      const said = list.filter((entry) => !entry.isNarrow && fits(entry)).map(says)
      const first = said.find((s) => s !== 'unspecified')
      if (first !== undefined) return first
    }
    return otherwise
  }
  const of = purposes.map(({ purpose, policy, not }) => ({
    purpose,
    said: status((entry) => entry.policy === null || (entry.policy === policy && entry.policyName !== not)),
  }))
  const forTheRest = status((entry) => entry.policy === null)
  const trusts = of.flatMap(({ purpose, said }) => (said === 'trusted' ? [purpose] : []))
  const rejects = of.flatMap(({ purpose, said }) => (said === 'denied' ? [purpose] : []))
  if (forTheRest === 'trusted') return rejects.length === 0 ? null : { trusts: [], rejects }
  if (trusts.length > 0) return { trusts, rejects }
  return rejects.length > 0 || forTheRest === 'denied' ? { trusts: [], rejects: [anyPurpose] } : 'silent'
}

type Says = 'trusted' | 'denied' | 'unspecified'

/** Whether an anchor with these settings is one for TLS servers. */
export function isForServers(settings: TrustSettings | null): boolean {
  if (settings === null) return true
  if (settings.rejects.some((p) => p === serverAuth || p === anyPurpose)) return false
  return settings.trusts.length === 0 || settings.trusts.includes(serverAuth)
}
