import type { Certificate } from '../model/certificate.ts'
import { isSelfIssued } from '../graph/issuers.ts'
import type { ObservedChain, World } from '../graph/world.ts'
import { acceptsOn } from './facts/accepts-on.ts'
import { bySubject, isCurrent, issued } from './facts/issuers.ts'
import { pathAsSent } from './facts/path-as-sent.ts'
import { rejected } from './facts/rejected.ts'
import type { RemedyRule } from './rule.ts'

/** Paths proposed for one target, and steps taken to find them: our own bounds. */
const mostPaths = 8
const mostSteps = 2_000

/**
 * The server sends its certificate and the intermediates of one path, in order, and nothing else: first the paths that
 * some client already accepts, then what the server sends to other hellos and a rejecting client would accept, then every path through current certificates of the evidence to an anchor of a store,
 * the shortest first. So expired, superfluous and needless cross-certificates go, and missing intermediates come.
 * A root is never sent: it proves nothing (RFC 8446 §4.4.2).
 */
export const servePath: RemedyRule = {
  name: 'serve-path',
  owner: 'server-operator',
  propose: (situation) => {
    const { world } = situation
    const accepted = situation.judgements.flatMap(({ verdict }) =>
      verdict.kind === 'accepted' ? [withoutRoot(verdict.path.certificates)] : [],
    )
    const chains = new Set(rejected(situation).flatMap((j) => j.chain ?? []))
    const others = world.chains.filter((chain) =>
      rejected(situation).some((j) => j.chain !== chain && acceptsOn(situation, j.seat, chain, j.seat.entry.store)),
    )
    const sentToOthers = others.map((chain) => withoutRoot(pathAsSent(world, chain)))
    const built = [...chains].flatMap((chain) => pathsAbove(world, chain)).toSorted((a, b) => a.length - b.length)
    return [...accepted, ...sentToOthers, ...built].map((chain) => [
      { kind: 'set-sent' as const, chain: chain.map((c) => c.sha256) },
    ])
  },
}

const withoutRoot = (path: readonly Certificate[]): readonly Certificate[] => path.filter((c, i) => i === 0 || !isSelfIssued(c))

/** Breadth first, so that the shortest come first; a path has no name and key twice. The anchor is left out. */
function pathsAbove(world: World, chain: ObservedChain): readonly (readonly Certificate[])[] {
  const [target] = chain.sent
  if (target === undefined) return []
  const named = bySubject(world)
  const isHeld = (c: Certificate) => [...world.stores.values()].some((s) => s.bySha256.has(c.sha256))
  const found: (readonly Certificate[])[] = []
  const open: (readonly Certificate[])[] = [[target]]
  for (let step = 0; step < mostSteps && found.length < mostPaths; step++) {
    const path = open.shift()
    const last = path?.at(-1)
    if (path === undefined || last === undefined) break
    const issuers = (named.get(last.issuer.canonical) ?? []).filter(
      (c) => isCurrent(world, c) && !path.includes(c) && issued(world, chain, last, c),
    )
    if (issuers.some(isHeld)) found.push(path)
    for (const issuer of issuers) if (!isSelfIssued(issuer)) open.push([...path, issuer])
  }
  return found
}
