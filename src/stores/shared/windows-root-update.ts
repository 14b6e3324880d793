import type { Host, RegistryKey } from '../../host/host.ts'
import { registryValue } from '../../host/registry-value.ts'
import type { UnixSeconds } from '../../model/time.ts'
import { type CertificateTrustList, readCertificateTrustList } from '../../x509/certificate-trust-list.ts'
import { fileTime } from './windows-blob.ts'

/** Whether Windows fetches the roots of Microsoft's programme when it meets them, and when it last asked for the list of them. */
export interface WindowsRootUpdate {
  /** `unknown`: the registry cannot be read; `why` says why. */
  readonly state: 'on' | 'off' | 'unknown'
  /** What could not be read, in words; empty: nothing. */
  readonly why: string
  /** `null`: never, or not known. */
  readonly lastSync: UnixSeconds | null
  readonly lastDisallowedSync: UnixSeconds | null
  /** The list of the programme that Windows has at hand; its signature was not verified. `null`: it has none, or `why` says. */
  readonly trusted: CertificateTrustList | null
  readonly disallowed: CertificateTrustList | null
}

/** The state of automatic root update. `null`: this is no Windows. */
export function windowsRootUpdate(host: Host): WindowsRootUpdate | null {
  if (host.platform !== 'win32') return null
  try {
    const { key, ...lists } = windowsTrustLists(host, host.registry(systemCertificates))
    const why = [lists.trusted, lists.disallowed].flatMap((list) => (list !== null && 'problem' in list ? [list.problem] : []))
    return {
      state: isOff(host) ? 'off' : 'on',
      why: why.join('; '),
      lastSync: timeIn(registryValue(key, 'LastSyncTime')),
      lastDisallowedSync: timeIn(registryValue(key, 'DisallowedCertLastSyncTime')),
      trusted: lists.trusted === null || 'problem' in lists.trusted ? null : lists.trusted,
      disallowed: lists.disallowed === null || 'problem' in lists.disallowed ? null : lists.disallowed,
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { state: 'unknown', why, lastSync: null, lastDisallowedSync: null, trusted: null, disallowed: null }
  }
}

const systemCertificates = 'HKLM\\SOFTWARE\\Microsoft\\SystemCertificates'
const autoUpdate = `${systemCertificates}\\AuthRoot\\AutoUpdate`

/** The policy "Turn off Automatic Root Certificates Update": 1 is off; 0 or none is on. */
function isOff(host: Host): boolean {
  const policy = host.registry('HKLM\\SOFTWARE\\Policies\\Microsoft\\SystemCertificates\\AuthRoot')
  const value = registryValue(policy, 'DisableRootAutoUpdate')
  return typeof value === 'number' && value !== 0
}

type ReadList = CertificateTrustList | { readonly problem: string } | null

/**
 * The two lists that Windows keeps in the registry; `null`: it has none. `key`: where they stand. `top`: the machine's key
 * of stores, above them. Throws what the registry says.
 */
export function windowsTrustLists(
  host: Host,
  top: RegistryKey | null,
): { readonly trusted: ReadList; readonly disallowed: ReadList; readonly key: RegistryKey | null } {
  const hasStore = top?.keys.some((name) => name.toLowerCase() === 'authroot') === true
  const key = hasStore ? host.registry(autoUpdate) : null
  const list = (name: string): ReadList => {
    const value = registryValue(key, name)
    if (value === undefined) return null
    const read = value instanceof Uint8Array ? readCertificateTrustList(value) : null
    return read ?? { problem: `${autoUpdate}, ${name}: this is no certificate trust list, or it is cut` }
  }
  return { trusted: list('EncodedCtl'), disallowed: list('DisallowedCertEncodedCtl'), key }
}

const timeIn = (value: string | number | Uint8Array | undefined): UnixSeconds | null =>
  value instanceof Uint8Array ? fileTime(value) : null
