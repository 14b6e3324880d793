import { pathAsSent } from './facts/path-as-sent.ts'
import { rejected } from './facts/rejected.ts'
import type { RemedyRule } from './rule.ts'

/** The server sends the same certificates, each once and each behind one that it certifies (RFC 8446 §4.4.2); the rest goes last. */
export const serveInOrder: RemedyRule = {
  name: 'serve-in-order',
  owner: 'server-operator',
  propose: (situation) => {
    const chains = new Set(rejected(situation).flatMap((j) => j.chain ?? []))
    return [...chains].flatMap((chain) => {
      const ordered = [...new Set([...pathAsSent(situation.world, chain), ...chain.sent])].map((c) => c.sha256)
      const isSame = ordered.length === chain.sent.length && ordered.every((id, i) => id === chain.sent[i]?.sha256)
      return isSame || ordered.length === 0 ? [] : [[{ kind: 'set-sent' as const, chain: ordered }]]
    })
  },
}
