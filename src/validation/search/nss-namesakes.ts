import type { Certificate } from '../../model/certificate.ts'
import type { Scenario } from '../../model/path.ts'
import type { UnixSeconds } from '../../model/time.ts'
import { nssUnreadDate } from '../checks/nss-dates.ts'

/**
 * The certificates that bear the name of a child's issuer, as NSS 3.87 finds them: what was sent, then what the database holds
 * (find_cert_issuer, lib/pki/certificate.c; CERT_CreateSubjectCertList, lib/certdb/stanpcertdb.c).
 */
export interface Namesakes {
  /** What is not in the database is kept by subject (lib/pki/pkistore.c), the newest first. */
  readonly sent: readonly Certificate[]
  /** What is in the database and was asked for there is remembered in the same way (lib/pki/tdcache.c). */
  readonly sentAndStored: readonly Certificate[]
  readonly stored: readonly Certificate[]
}

/** Those of one child, whatever the time. `store`: the database. */
export function namesakesOf(child: Certificate, { store, sent }: Scenario): Namesakes {
  const isStored = (c: Certificate): boolean => store.bySha256.has(c.sha256)
  const isNamed = (c: Certificate): boolean => c.subject.raw === child.issuer.raw
  const own = [...new Set(sent)].filter(isNamed)
  const anchors = (store.bySubject.get(child.issuer.canonical) ?? []).map((a) => a.certificate)
  return {
    sent: own.filter((c) => !isStored(c)),
    sentAndStored: own.filter(isStored),
    stored: anchors.filter((c) => isNamed(c) && !own.includes(c)),
  }
}

/** In the order in which they are looked at. */
export const asFound = ({ sent, sentAndStored, stored }: Namesakes, at: UnixSeconds): readonly Certificate[] => [
  ...newestFirst(sent, at),
  ...newestFirst(sentAndStored, at),
  ...stored,
]

/** nssList_Add (lib/base/list.c) with nssCertificate_SubjectListSort: each goes before the first that it is newer than. */
const newestFirst = (certificates: readonly Certificate[], at: UnixSeconds): readonly Certificate[] =>
  inserted(certificates, (a, b) => isNewer(a, b, at))

/** Each goes before the first that it precedes, or to the end. */
export function inserted(
  certificates: readonly Certificate[],
  precedes: (a: Certificate, b: Certificate) => boolean,
): readonly Certificate[] {
  if (certificates.length < 2) return certificates
  const sorted: Certificate[] = []
  for (const certificate of certificates) {
    const place = sorted.findIndex((other) => precedes(certificate, other))
    sorted.splice(place === -1 ? sorted.length : place, 0, certificate)
  }
  return sorted
}

/**
 * CERT_IsNewer (lib/certdb/certdb.c): it asks the clock of the machine where the windows lie one within the other; here that is the
 * instant asked for.
 */
export function isNewer(a: Certificate, b: Certificate, now: UnixSeconds): boolean {
  if (nssUnreadDate(a) !== null) return false
  if (nssUnreadDate(b) !== null) return true
  const [before, after] = [a.notBefore > b.notBefore, a.notAfter > b.notAfter]
  if (before === after) return before
  return before ? a.notAfter >= now : b.notAfter < now
}
