import type { Certificate } from '../../model/certificate.ts'
import type { Failure } from '../../model/failure.ts'
import type { TrustAnchor, TrustStore } from '../../model/trust-store.ts'
import { sameBytes } from '../../graph/issuers.ts'
import { storeOf } from '../../graph/trust-store.ts'
import { isNssKey } from './nss-key.ts'

/**
 * The database that a store makes: PK11_ImportCert (lib/pk11wrap/pk11cert.c, NSS 3.87) identifies a certificate by its key, so that one
 * whose key it cannot extract is refused; and of several with one issuer and one serial number the first alone is there.
 */
export function nssDatabase(store: TrustStore): TrustStore {
  let known = databases.get(store)
  if (known === undefined) {
    const taken = new Map<string, TrustAnchor>()
    for (const anchor of store.anchors) {
      const { issuer, serialNumber, subjectPublicKeyInfo } = anchor.certificate
      const place = `${issuer.raw} ${serialNumber.join()}`
      if (isNssKey(subjectPublicKeyInfo) && !taken.has(place)) taken.set(place, anchor)
    }
    databases.set(store, (known = taken.size === store.anchors.length ? store : storeOf(store, [...taken.values()])))
  }
  return known
}

const databases = new WeakMap<TrustStore, TrustStore>()

/**
 * CERT_NewTempCertificate (lib/certdb/stanpcertdb.c): a certificate is looked up by its issuer and serial number among those that came
 * before it and those of the database; where another one is found it is not taken in (SEC_ERROR_REUSED_ISSUER_AND_SERIAL), and
 * nothing is verified. `null`: each is the only one.
 */
export function nssReusedSerial(sent: readonly Certificate[], database: TrustStore): Failure | null {
  for (const [at, one] of sent.entries()) {
    const isReused = (other: Certificate): boolean =>
      other.issuer.raw === one.issuer.raw && sameBytes(other.serialNumber, one.serialNumber) && other.sha256 !== one.sha256
    if (sent.slice(0, at).some(isReused) || database.anchors.some(({ certificate }) => isReused(certificate)))
      return { code: 'certificate-malformed', at: null, certificate: one, params: { detail: 'serial' } }
  }
  return null
}
