import type { ClientEvidence } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import { furtherOf, type ObservedPlatform } from './facts/further-evidence.ts'
import { grouped } from './facts/grouped.ts'
import { withoutIssuer } from './facts/no-issuer.ts'
import { type PrivateAuthority, privateAuthorities } from './facts/private-authority.ts'
import { concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'
import type { Situation } from '../validation/proof.ts'
import { trustSettingsOf } from './facts/trust-settings.ts'

/**
 * RC712: what makes a client that lacks a private authority trust what another store of this machine trusts already. Nothing is told
 * of an authority that no store holds: that it was seen on the wire is no reason to trust it. One finding for each tool.
 * about: the authority's root. clients: the tool's clients that lack it and reject for it. params: `runtime`: the tool; `setting`:
 * what to set, by preference so that it asks the system's store; `other`: the second choice, may be empty; `store`: a store that has it.
 */
export const trustSettingLacking: FindingRule = (situation) => {
  const { platform } = furtherOf(situation.world.evidence)
  if (platform === undefined) return []
  const held = privateAuthorities(situation).filter(({ stores }) => stores.length > 0)
  return held.flatMap((authority) => {
    const without = withoutIssuer(situation, authority.chain)
    const rejecting = authority.lack.filter((entry) => without.some((r) => r.judgement.seat.entry === entry))
    return [...grouped(rejecting, toolOf)].flatMap(([tool, entries]): readonly Finding[] => {
      const settings = settingsFor(situation, tool, entries, authority, platform)
      const [setting, other = ''] = settings
      if (setting === undefined) return []
      const own = without.filter((r) => entries.includes(r.judgement.seat.entry))
      const params = { runtime: tool, setting, other, store: authority.stores[0] ?? '' }
      return [{ code: 'RC712', ...concern(own), about: [authority.certificate.sha256], params }]
    })
  })
}

function settingsFor(
  { world }: Situation,
  tool: string,
  entries: readonly ClientEvidence[],
  { stores }: PrivateAuthority,
  platform: ObservedPlatform,
): readonly string[] {
  const sizeOf = (id: string): number => world.stores.get(id)?.anchors.length ?? 0
  const files = stores.filter(isFile)
  const bundle = files.find((id) => sizeOf(id) >= wholeList) ?? '<file with the public roots and this one>'
  const addition = files.toSorted((a, b) => sizeOf(a) - sizeOf(b))[0] ?? '<file with this root>'
  const isKnown = (since: string | undefined): boolean =>
    since === undefined || entries.some(({ id }) => isAtLeast(releaseOf(id), since))
  return trustSettingsOf(tool, platform)
    .filter(({ by, since }) => isKnown(since) && (by !== 'system' || stores.some(isSystem)))
    .map(({ by, set }) => set.replaceAll('{file}', by === 'bundle' ? bundle : addition))
}

/** A store with fewer anchors is no list of public roots (Mozilla's has had more than 100 since 2008). */
const wholeList = 50

/** Stores that a client which asks the system would ask: by the names that stores have here. */
const isSystem = (store: string): boolean =>
  /(?:^|\s)(?:system|windows:|macos:|keychain:|p11-kit|\/etc\/(?:ssl|pki|ca-certificates|openssl)\/|\/usr\/(?:share|local\/share)\/)/i.test(
    store,
  )

/** One file of certificates, and nothing beside it. */
const isFile = (store: string): boolean => /^(?:\/|[A-Za-z]:\\)[^+]*\.(?:pem|crt|cer|bundle)$/.test(store)

const toolOf = ({ id }: ClientEvidence): string => /^(.+?)(?:-\d.*)?(?:@.*)?$/.exec(id)?.[1] ?? id

const releaseOf = (id: string): readonly number[] => (/-(\d+(?:\.\d+)*)/.exec(id)?.[1] ?? '').split('.').map(Number)

/** By numbers; a release that is told less exactly than `since` (`node-22` for 22.15) may be old. */
function isAtLeast(release: readonly number[], since: string): boolean {
  for (const [i, wanted] of since.split('.').map(Number).entries()) {
    const own = release[i] ?? 0
    if (own !== wanted) return own > wanted
  }
  return true
}
