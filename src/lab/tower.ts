import type { UnixSeconds } from '../model/time.ts'
import { caCertificate, type Departure, leafCertificate, rootCertificate } from './authority.ts'
import type { BuiltFault } from './fault.ts'
import { authority, labHost, loopbackNames, server, usualValidity } from './shapes.ts'

/**
 * A leaf under `tiers` intermediates, one above the other, under a trusted root. Sent from the leaf up, without the root.
 * Tier 1 issues the leaf; `departure` says where a tier leaves the usual profile.
 */
export function tower(
  faultId: string,
  now: UnixSeconds,
  tiers: number,
  departure: (tier: number) => Departure = () => ({}),
): BuiltFault {
  const root = authority(faultId, 'Root CA')
  const entities = Array.from({ length: tiers }, (_, index) => authority(faultId, `Tier ${index + 1} CA`))
  const issuerOf = (tier: number) => entities[tier] ?? root
  const leaf = server()
  return {
    chain: [
      leafCertificate(issuerOf(0), leaf, usualValidity(now, 'leaf'), loopbackNames),
      ...entities.map((entity, index) =>
        caCertificate(issuerOf(index + 1), entity, usualValidity(now, 'intermediate'), departure(index + 1)),
      ),
    ],
    key: leaf.key.privateKey,
    anchors: [rootCertificate(root, usualValidity(now, 'root'))],
    host: labHost,
    serve: { kind: 'chain' },
  }
}
