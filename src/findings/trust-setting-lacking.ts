import type { ClientEvidence } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import { grouped } from './facts/grouped.ts'
import { withoutIssuer } from './facts/no-issuer.ts'
import { privateAuthorities } from './facts/private-authority.ts'
import { concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'
import { hasCome, leastKnown, settingsFor } from './facts/trust-settings.ts'

/**
 * RC712: what makes a client that lacks a private authority trust what another store of this machine trusts already. Nothing is told
 * of an authority that no store holds: that it was seen on the wire is no reason to trust it. One finding for each tool.
 * about: the authority's root. clients: the tool's clients that lack it and reject for it. params: `runtime`: the tool; `setting`:
 * what to set, by preference so that it asks the system's store; `other`: the second choice, may be empty; `store`: a store that has it;
 * `known`: how both are known, `observed`, `documented`, `source` or `memory`.
 */
export const trustSettingLacking: FindingRule = (situation) => {
  const { platform } = situation.world.evidence
  if (platform === undefined) return []
  const held = privateAuthorities(situation).filter(({ stores }) => stores.length > 0)
  return held.flatMap((authority) => {
    const without = withoutIssuer(situation, authority.chain)
    const rejecting = authority.lack.filter((entry) => without.some((r) => r.judgement.seat.entry === entry))
    return [...grouped(rejecting, toolOf)].flatMap(([tool, entries]): readonly Finding[] => {
      const holders = authority.stores.map((id) => ({ name: id, size: situation.world.stores.get(id)?.anchors.length ?? 0 }))
      const isKnown = (since: string): boolean => entries.some(({ id }) => hasCome(releaseOf(id), since))
      const [setting, other] = settingsFor(tool, platform, holders, isKnown)
      if (setting === undefined) return []
      const own = without.filter((r) => entries.includes(r.judgement.seat.entry))
      const known = leastKnown(other === undefined ? [setting] : [setting, other])
      const params = { runtime: tool, setting: setting.set, other: other?.set ?? '', store: authority.stores[0] ?? '', known }
      return [{ code: 'RC712', ...concern(own), about: [authority.certificate.sha256], params }]
    })
  })
}

const toolOf = ({ id }: ClientEvidence): string => /^(.+?)(?:-\d.*)?(?:@.*)?$/.exec(id)?.[1] ?? id

const releaseOf = (id: string): string => /-(\d+(?:\.\d+)*)/.exec(id)?.[1] ?? ''
