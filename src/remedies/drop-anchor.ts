import { expiredAnchors } from './facts/expired-anchors.ts'
import { rejectingStores } from './facts/rejected.ts'
import type { RemedyRule } from './rule.ts'

/**
 * A store loses an anchor that has expired, as the distributions did in 2020 and 2021. It is what cures OpenSSL 1.0.2,
 * where adding the new root beside the old one cures nothing: the library takes issuers from what was sent before it asks
 * the store, so the sent cross-certificate leads it to the old root, which it finds and trusts; a path that ends at a
 * trusted root is complete, and alternatives are looked for only when it is not (X509_verify_cert,
 * crypto/x509/x509_vfy.c). Without the old root the path is incomplete, is cut back, and then finds the new one.
 */
export const dropAnchor: RemedyRule = {
  name: 'drop-anchor',
  owner: 'operating-system',
  propose: (situation) =>
    [...rejectingStores(situation)].flatMap(([store, chains]) =>
      expiredAnchors(situation.world, store, chains).map((cert) => [{ kind: 'drop-anchor' as const, store, cert }]),
    ),
}
