import { objectIdentifier } from '../../x509/object-identifiers.ts'
import type { TrustEntries, TrustEntry, TrustSettings } from '../../model/evidence.ts'
import type { Oid } from '../../model/oid.ts'
import { entriesOf, type PropertyValue, readPropertyList } from './property-list.ts'

/** The trust settings of one domain (user, administrator): for each certificate that has any, by its SHA-1 in lower-case hexadecimal. */
export type TrustDomain = ReadonlyMap<string, readonly UsageConstraint[]>

/** One entry of a certificate's trust settings (SecTrustSettings.h). */
export interface UsageConstraint {
  /** The policy that it is for; `null`: every one. Empty: one that cannot be read. */
  readonly policy: Oid | null
  /** `sslServer`; `null`: the entry has none, as none had before macOS 10.12. */
  readonly policyName: string | null
  /** It is for another use of the key than signing certificates alone. */
  readonly isForOtherUse: boolean
  /** It is for one application. */
  readonly isForOneApplication: boolean
  /** The one host or address that it is for; `null`: any. */
  readonly host: string | null
  /** The error that it lets pass (CSSM_RETURN); `null`: none. */
  readonly allowedError: number | null
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
  // Earlier releases wrote a NUL behind it (SecPolicyServer.c: SecPVCContainsString).
  const host = fields.get('kSecTrustSettingsPolicyString')
  const allowed = fields.get('kSecTrustSettingsAllowedError')
  return {
    policy: policyOf(fields.get('kSecTrustSettingsPolicy')),
    policyName: typeof policyName === 'string' ? policyName : null,
    isForOtherUse: !keyUses.includes(fields.get('kSecTrustSettingsKeyUsage')),
    isForOneApplication: fields.has('kSecTrustSettingsApplication'),
    host: typeof host === 'string' ? host.replace(/\0$/, '') : null,
    allowedError: typeof allowed === 'number' ? allowed : null,
    result: resultOf(fields.get('kSecTrustSettingsResult')),
  }
}

/** SecTrustSettings.h: none said, any (0xffffffff), to sign certificates, which is what an anchor's key is used for. */
const keyUses: readonly (PropertyValue | undefined)[] = [undefined, -1, 0xff_ff_ff_ff, 8]

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

const ssl = '1.2.840.113635.100.1.3'

/** Purposes of extKeyUsage, with the policies of Apple that stand for them (SecPolicy.h, oidsalg.c), and the name of one that has several. */
const purposes: readonly { readonly purpose: Oid; readonly policy: Oid; readonly name?: string }[] = [
  { purpose: serverAuth, policy: ssl, name: 'sslServer' },
  { purpose: '1.3.6.1.5.5.7.3.2', policy: ssl, name: 'sslClient' },
  { purpose: '1.3.6.1.5.5.7.3.4', policy: '1.2.840.113635.100.1.8' },
  { purpose: '1.3.6.1.5.5.7.3.3', policy: '1.2.840.113635.100.1.16' },
  { purpose: '1.3.6.1.5.5.7.3.8', policy: '1.2.840.113635.100.1.20' },
]

/**
 * What the settings make of one certificate; `list`: those of the one domain that counts for it; `null`: none has any. As trustd of macOS 11
 * and later reads them (apple-oss-distributions/Security 61901.0.87.0.1, trust/trustd/SecPolicyServer.c: SecPVCGetTrustSettingsResult,
 * SecPVCIsAnchorPerConstraints): the first entry that fits decides, also where it says "unspecified"; an empty list is "always trust" for a
 * certificate that signed itself; trustRoot is for such certificates, trustAsRoot for the others. Entries for one application or one host, and
 * those that allow an error, are told one by one (`TrustSettings.entries`); to whoever is not SecTrust they say nothing about other hosts.
 * `otherwise`: what counts where nothing is said. Chromium and Node read the same settings a little otherwise
 * (net/cert/internal/trust_store_mac.cc): an "unspecified" is passed over there, and the user's settings come before the administrator's.
 *
 * `silent`: the certificate is no anchor, it must lead to one.
 */
export function judge(
  list: readonly UsageConstraint[] | null,
  isSelfIssued: boolean,
  otherwise: 'trusted' | 'unspecified',
): TrustSettings | null | 'silent' {
  const forAnybody = judgeForAnybody(list, isSelfIssued, otherwise)
  const entries = entriesForServers(list ?? [], isSelfIssued)
  if (!entries.some(({ says, ...narrow }) => says === 'rejects' || Object.keys(narrow).length > 0)) return forAnybody
  const settings = forAnybody === 'silent' ? anchorForNobody : (forAnybody ?? { trusts: [], rejects: [] })
  return { ...settings, entries: { list: entries, otherwise: otherwise === 'trusted' ? 'trusts' : 'nothing' } }
}

/** An anchor for a policy of Apple's that is no purpose of extKeyUsage. */
const anchorForNobody: TrustSettings = { trusts: [ssl], rejects: [] }

function judgeForAnybody(
  list: readonly UsageConstraint[] | null,
  isSelfIssued: boolean,
  otherwise: 'trusted' | 'unspecified',
): TrustSettings | null | 'silent' {
  const status = (fits: (entry: UsageConstraint) => boolean): Says => {
    if (list?.length === 0 && isSelfIssued) return 'trusted'
    const result = list?.find((entry) => !isNarrow(entry) && fits(entry))?.result
    if (result === 'deny') return 'denied'
    return result === (isSelfIssued ? 'trust-root' : 'trust-as-root') ? 'trusted' : otherwise
  }
  const of = purposes.map(({ purpose, ...asked }) => ({ purpose, said: status((entry) => fitsPolicy(entry, asked)) }))
  const forTheRest = status(isForAll)
  const trusts = of.flatMap(({ purpose, said }) => (said === 'trusted' ? [purpose] : []))
  const rejects = of.flatMap(({ purpose, said }) => (said === 'denied' ? [purpose] : []))
  if (forTheRest === 'trusted') return rejects.length === 0 ? null : { trusts: [], rejects }
  if (trusts.length > 0) return { trusts, rejects }
  return rejects.length > 0 || forTheRest === 'denied' ? { trusts: [], rejects: [anyPurpose] } : 'silent'
}

const isNarrow = ({ isForOtherUse, isForOneApplication, host }: UsageConstraint): boolean =>
  isForOtherUse || isForOneApplication || host !== null

/**
 * The entries that are for TLS servers. One for a host must name the policy too: its name is compared with the policy's, which else none is
 * (SecPVCMeetsConstraint). Of the errors that can be allowed two are TLS's (detailKeyToCssmErr; cssmerr.h, cssmapple.h).
 */
function entriesForServers(list: readonly UsageConstraint[], isSelfIssued: boolean): TrustEntries['list'] {
  const fits = list.filter(
    (one) => !one.isForOtherUse && fitsPolicy(one, { policy: ssl, name: 'sslServer' }) && !(one.host !== null && isForAll(one)),
  )
  return fits.map(({ host, isForOneApplication, allowedError, result }): TrustEntry => {
    const allows = allowedErrors.get(allowedError)
    return {
      says: result === 'deny' ? 'rejects' : result === (isSelfIssued ? 'trust-root' : 'trust-as-root') ? 'trusts' : 'nothing',
      ...(host === null ? {} : { host }),
      ...(isForOneApplication ? { application: 'one' } : {}),
      ...(allows === undefined ? {} : { allows }),
    }
  })
}

const allowedErrors: ReadonlyMap<number | null, 'dates' | 'name'> = new Map([
  [-2_147_409_654, 'dates'], // CSSMERR_TP_CERT_EXPIRED, also for a certificate that is not valid yet
  [-2_147_408_896, 'name'], // CSSMERR_APPLETP_HOSTNAME_MISMATCH
])

const isForAll = ({ policy, policyName }: UsageConstraint): boolean => policy === null && policyName === null

/** SecPVCContainsPolicy: policy and name must be those of what is verified, or the one of them that is there. */
function fitsPolicy(entry: UsageConstraint, asked: { readonly policy: Oid; readonly name?: string }): boolean {
  const isName = entry.policyName === null || asked.name === undefined || entry.policyName === asked.name
  return isForAll(entry) || (entry.policy === null ? entry.policyName === asked.name : entry.policy === asked.policy && isName)
}

type Says = 'trusted' | 'denied' | 'unspecified'

/** Whether a certificate with these settings bears on TLS servers: it is an anchor for them, or has entries for them. */
export function isForServers(settings: TrustSettings | null): boolean {
  if (settings === null || settings.entries !== undefined) return true
  if (settings.rejects.some((p) => p === serverAuth || p === anyPurpose)) return false
  return settings.trusts.length === 0 || settings.trusts.includes(serverAuth)
}
