import type { Certificate } from '../model/certificate.ts'
import { isSelfIssued } from '../graph/issuers.ts'
import { isCurrent } from './facts/issuers.ts'
import { rejected } from './facts/rejected.ts'
import type { RemedyRule } from './rule.ts'

/** The server stops sending one certificate: expired ones are tried first, then roots, then the highest. */
export const serveWithout: RemedyRule = {
  name: 'serve-without',
  owner: 'server-operator',
  propose: (situation) => {
    const { world } = situation
    const chains = new Set(rejected(situation).flatMap((j) => j.chain ?? []))
    const weight = (c: Certificate): number => (isCurrent(world, c) ? 0 : 2) + (isSelfIssued(c) ? 1 : 0)
    return [...chains].flatMap(({ sent }) =>
      sent
        .map((certificate, i) => ({ certificate, i }))
        .slice(1)
        .toSorted((a, b) => weight(b.certificate) - weight(a.certificate) || b.i - a.i)
        .map(({ i }) => [{ kind: 'set-sent' as const, chain: sent.filter((_, at) => at !== i).map((c) => c.sha256) }]),
    )
  },
}
