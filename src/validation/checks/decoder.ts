import type { Anomaly } from '../../model/anomaly.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { ClientProfile, Refusal } from '../../model/client.ts'
import type { Failure } from '../../model/failure.ts'
import type { Scenario } from '../../model/path.ts'
import type { TrustAnchor, TrustStore } from '../../model/trust-store.ts'
import { storeOf } from '../../graph/trust-store.ts'
import { isAddressLength } from './host-name-ip.ts'
import { oddTimes } from './time-octets.ts'

/** What a decoder stumbles over in a certificate, which may be the target; `null`: it takes it. What could not be followed at all nobody takes. */
export function refusal(certificate: Certificate, refuses: readonly Refusal[], isTarget = false): Anomaly | null {
  for (const anomaly of certificate.anomalies) {
    const stops = (one: Refusal): boolean =>
      (isTarget || typeof one === 'string' || one.target !== true) && isMeant(one, anomaly, certificate)
    if (anomaly.code === 'unreadable' || refuses.some(stops)) return anomaly
  }
  return null
}

function isMeant(one: Refusal, { code, about }: Anomaly, certificate: Certificate): boolean {
  if (typeof one === 'string') return one === code
  if (one.emptyDate === true) return one.code === code && oddTimes(certificate).some(({ text }) => text === '')
  if (one.shortDate === true)
    return one.code === code && oddTimes(certificate).some(({ form, text }) => text.length < (form === 'utc' ? 13 : 15))
  if (one.ownFields === true) return one.code === code && about === undefined
  if (one.code !== code || about === undefined || one.about?.includes(about) === false) return false
  if (one.oddAddress === true && !hasOddAddress(certificate)) return false
  if (one.decoded === true && certificate.anomalies.some((a) => a.code === 'extension-malformed' && a.about === about))
    return false
  return one.critical !== true || certificate.extensions.some((e) => e.oid === about && e.critical)
}

function hasOddAddress({ subjectAltName, nameConstraints }: Certificate): boolean {
  const bases = [...(nameConstraints?.permitted ?? []), ...(nameConstraints?.excluded ?? [])].map(({ base }) => base)
  return [...(subjectAltName?.names ?? []), ...bases].some(({ kind, value }) => kind === 'ip' && !isAddressLength(value))
}

/** What the decoder of the client reads of what was sent before anything is judged. */
export function parseFailure(sent: readonly Certificate[], client: ClientProfile): Failure | null {
  if (client.decodesFirst === 'nothing') return null
  let i = -1
  for (const certificate of sent) {
    i += 1
    const anomaly = certificate.anomalies.length === 0 ? null : refusal(certificate, client.refuses, i === 0)
    if (anomaly === null) continue
    const code = anomaly.code === 'unreadable' ? 'certificate-unreadable' : 'certificate-malformed'
    return { code, at: i === 0 ? 0 : null, certificate, params: { anomaly: anomaly.code, offset: String(anomaly.offset) } }
  }
  return null
}

/** The store as the client has it: a certificate that it cannot load is not there. */
export function loadedStore(store: TrustStore, { skips }: ClientProfile): TrustStore {
  if (skips === undefined) return store
  const anchors = flawedAnchors(store)
  if (anchors.length === 0) return store
  const skipped = new Set(anchors.filter(({ certificate }) => refusal(certificate, skips) !== null))
  return skipped.size === 0
    ? store
    : storeOf(
        store,
        store.anchors.filter((anchor) => !skipped.has(anchor)),
      )
}

/** The scenario without the anchors that a decoder cannot read. */
export function withoutAnchors(scenario: Scenario, isUndecoded: (certificate: Certificate) => boolean): Scenario {
  const { store } = scenario
  const anchors = store.anchors.filter(({ certificate }) => !isUndecoded(certificate))
  return anchors.length === store.anchors.length ? scenario : { ...scenario, store: storeOf(store, anchors) }
}

/** Those with any anomaly: few, and the same for every client. */
function flawedAnchors(store: TrustStore): readonly TrustAnchor[] {
  let anchors = flawed.get(store)
  if (anchors === undefined) flawed.set(store, (anchors = store.anchors.filter((a) => a.certificate.anomalies.length > 0)))
  return anchors
}

const flawed = new WeakMap<TrustStore, readonly TrustAnchor[]>()
