import type { Certificate } from '../../model/certificate.ts'
import type { ObservedChain } from '../../graph/world.ts'
import type { Situation } from '../../validation/proof.ts'
import { blamed, isOnPath, type Rejection, rejections } from './rejections.ts'
import { placed, type Role } from './roles.ts'

/** A certificate past its last second, and the rejections that it explains. */
export interface Expired {
  readonly chain: ObservedChain
  readonly certificate: Certificate
  readonly role: Role
  readonly explains: readonly Rejection[]
}

/**
 * Certificates of these roles that are expired at the clock: by RFC 5280 §4.1.2.5 (notAfter inclusive), or because a
 * client counts the last second out. A rejection for expiry is explained by every expired certificate on its path.
 */
export function expired(situation: Situation, roles: readonly Role[]): readonly Expired[] {
  const { world } = situation
  const byCertificate = blamed(situation, ['expired'])
  const told = rejections(situation).filter((r) => r.verdict.told.code === 'expired')
  return [...placed(world)].flatMap(({ chain, certificate, role }) => {
    if (!roles.includes(role)) return []
    const isPast = certificate.notAfter < world.evidence.clock
    const own = byCertificate.get(certificate) ?? []
    if (!isPast && own.length === 0) return []
    const onPath = isPast ? told.filter((r) => isOnPath(r, certificate)) : []
    return [{ chain, certificate, role, explains: [...new Set([...own, ...onPath])] }]
  })
}
