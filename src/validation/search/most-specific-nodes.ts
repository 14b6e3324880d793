import type { Certificate } from '../../model/certificate.ts'
import type { Failure } from '../../model/failure.ts'
import { once } from '../../model/once.ts'
import type { Scenario } from '../../model/path.ts'
import type { MostSpecificVerifier } from '../../model/verifier.ts'
import { hasNoOctets } from '../../x509/anchor-certificate.ts'
import { parseIp } from '../checks/host-name-ip.ts'
import {
  type WebpkiAnchor,
  webpkiAnchor,
  webpkiAnchorOfFields,
  type WebpkiCertificate,
  webpkiCertificate,
  type WebpkiReading,
} from '../checks/webpki-certificate.ts'
import { isWebpkiError, type WebpkiError, type WebpkiFault, webpkiFailure } from '../checks/webpki-error.ts'
import { presentsHost } from '../checks/webpki-names.ts'
import { webpkiSignatureFault } from '../checks/webpki-signature.ts'
import { type WebpkiOwnFields, webpkiOwnFields } from '../checks/webpki-own-fields.ts'

/** A scenario as webpki meets it: what does not hang on the time, read when it is first asked for and kept. */
export interface WebpkiNodes {
  readonly target: Node | Unread
  /** Whether the target has the name that is asked for, or the error that is met before it; `true` where none is asked for. */
  readonly presented: () => boolean | WebpkiError
  /** The store cannot be used at all, for one of its certificates cannot be read. `null`: it can. */
  readonly unusable: Failure | null
}

/** A certificate that was sent. Names and keys are numbers, the same for the same octets. */
export interface Node {
  readonly certificate: Certificate
  readonly read: WebpkiCertificate
  readonly subject: number
  readonly key: number
  readonly own: () => WebpkiOwnFields
  /** That no issuer of it is there. */
  readonly noIssuer: WebpkiFault
  /** One object for one error of this certificate. */
  readonly sole: (fault: WebpkiFault) => WebpkiFault
  /** What its signature fails at, by this issuer with this key. */
  readonly signatureFault: (issuer: Certificate, key: Uint8Array) => WebpkiFault | null
  /** Anchors with the name of its issuer. */
  readonly anchors: () => readonly Anchor[]
  /** What was sent beside the target, in its order: certificates with the name of its issuer, and those that cannot be read. */
  readonly candidates: () => readonly (Node | Unread)[]
}

/** A certificate that was sent and that the decoder refuses. */
export type Unread = WebpkiFault & { readonly certificate: Certificate }

export interface Anchor {
  readonly certificate: Certificate
  readonly read: WebpkiAnchor
}

/** What a verifier reads of certificates, for all scenarios: they are interned. */
interface Reads {
  readonly sent: (certificate: Certificate) => WebpkiCertificate | WebpkiError
  readonly own: (read: WebpkiCertificate) => WebpkiOwnFields
  readonly anchor: (certificate: Certificate) => WebpkiAnchor | WebpkiError
}

const readsOf = remembered((verifier: MostSpecificVerifier): Reads => {
  const reading: WebpkiReading = { known: verifier.knownExtensions, refusesCritical: true }
  const ofAnchors: WebpkiReading = { ...reading, refusesCritical: verifier.anchors.critical === 'refused' }
  return {
    sent: remembered(({ der }: Certificate) => webpkiCertificate(der, reading)),
    own: remembered((read: WebpkiCertificate) => webpkiOwnFields(read, verifier)),
    anchor: remembered((anchor: Certificate) =>
      hasNoOctets(anchor) ? webpkiAnchorOfFields(anchor, ofAnchors) : webpkiAnchor(anchor.der, ofAnchors),
    ),
  }
})

/** The same function, computed once for each object. */
function remembered<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>()
  return (key) => {
    let found = known.get(key)
    if (found === undefined) known.set(key, (found = { value: compute(key) }))
    return found.value
  }
}

export function webpkiNodes(
  target: Certificate,
  { sent, store, graph, host }: Scenario,
  verifier: MostSpecificVerifier,
): WebpkiNodes {
  const numbers = new Map<string, number>()
  const numberOf = (text: string): number => {
    const known = numbers.get(text) ?? numbers.size
    numbers.set(text, known)
    return known
  }
  const reads = readsOf(verifier)
  const node = (certificate: Certificate): Node | Unread => {
    const read = reads.sent(certificate)
    if (isWebpkiError(read)) return { ...unread(read, certificate, verifier), certificate }
    const faults = new Map<string, WebpkiFault>()
    const bySigner = new Map<Certificate, WebpkiFault | null>()
    return {
      certificate,
      read,
      subject: numberOf(read.subject),
      key: numberOf(read.keyText),
      own: once(() => reads.own(read)),
      noIssuer: { error: 'UnknownIssuer' },
      sole: (fault) => {
        const name = `${fault.error} ${fault.code}`
        const known = faults.get(name)
        if (known === undefined) faults.set(name, fault)
        return known ?? fault
      },
      signatureFault: (issuer, key) => {
        let fault = bySigner.get(issuer)
        if (fault === undefined) {
          fault = webpkiSignatureFault(read.algorithm, key, certificate, issuer, verifier.algorithms)
          if (fault === null && graph.signed(certificate, issuer) !== 'valid') fault = { error: 'InvalidSignatureForPublicKey' }
          bySigner.set(issuer, fault)
        }
        return fault
      },
      anchors: once(() =>
        (store.bySubject.get(certificate.issuer.canonical) ?? []).flatMap((anchor): readonly Anchor[] => {
          const own = reads.anchor(anchor.certificate)
          return isWebpkiError(own) || own.subject !== read.issuer ? [] : [{ certificate: anchor.certificate, read: own }]
        }),
      ),
      candidates: once(() => others().filter((one) => 'error' in one || one.read.subject === read.issuer)),
    }
  }
  const others = once(() => sent.slice(1).map(node))
  const anchors = verifier.anchors.unreadable === 'none-is-used' ? store.anchors.map(({ certificate }) => certificate) : []
  const first = node(target)
  const presented = once(() => {
    if (host === '' || 'error' in first) return true
    return presentsHost(first.read.extensions.get('2.5.29.17'), host, parseIp(host))
  })
  return { target: first, presented, unusable: firstUnread(anchors, reads) }
}

/** RootCertStore::add for each, in their order. */
function firstUnread(anchors: readonly Certificate[], reads: Reads): Failure | null {
  for (const certificate of anchors) {
    const read = reads.anchor(certificate)
    if (!isWebpkiError(read)) continue
    const failure = webpkiFailure({ error: read }, null, certificate)
    return { ...failure, params: { ...failure.params, rustStore: 'yes' } }
  }
  return null
}

/** With the identifier of the extension, where it is for one. */
function unread(error: WebpkiError, { extensions }: Certificate, { knownExtensions }: MostSpecificVerifier): WebpkiFault {
  if (error !== 'UnsupportedCriticalExtension') return { error }
  const met = extensions.find(({ oid, critical }) => critical && !knownExtensions.includes(oid))
  return { error, params: { oid: met?.oid ?? '' } }
}
