import type { ObservedChain } from '../graph/world.ts'
import type { Certificate } from '../model/certificate.ts'
import type { TlsFacts } from '../model/evidence.ts'
import type { Difference, Exchange } from './exchange.ts'
import type { Side } from './side.ts'

/**
 * How what two clients were sent differs: as a whole, and for one target in the certificates beside it. `null`: it is the same
 * observation, or the same certificates in handshakes that do not differ.
 */
export function chainDifference(works: Side, fails: Side): Difference | null {
  const [theirs, own] = [works.chain, fails.chain]
  if (theirs === null || theirs === own) return null
  const isSame = own !== null && own.sent.length === theirs.sent.length && own.sent.every((c, i) => c === theirs.sent[i])
  if (isSame && handshakes(own) === handshakes(theirs)) return null
  const [worksProxies, failsProxies] = [proxies(works), proxies(fails)]
  const isByProxy = !isSame && worksProxies !== failsProxies
  const params = { works: theirs.id, fails: own?.id ?? '', ...(isByProxy ? { worksProxies, failsProxies } : {}) }
  const whole: Exchange = {
    input: 'chain',
    fact: { kind: isSame ? 'handshake' : isByProxy ? 'proxy' : 'chain', certificate: null, params },
    apply: (side) => ({ ...side, chain: theirs, world: works.world }),
  }
  const parts = own === null || isSame || own.sent[0] !== theirs.sent[0] ? [] : sentExchanges(theirs, own)
  return { input: 'chain', whole, parts }
}

/** Those through which a side's chain came, as `host:port`; empty: none. */
const proxies = ({ world }: Side): string =>
  world.evidence.contacted.flatMap((who) => (who.startsWith('proxy ') ? [who.slice('proxy '.length)] : [])).join(', ')

function sentExchanges(works: ObservedChain, fails: ObservedChain): readonly Exchange[] {
  const missing = works.sent.filter((c) => !fails.sent.includes(c))
  const besides = fails.sent.filter((c) => !works.sent.includes(c))
  return [
    // Behind all others: what takes the chain in order only does not find it there, and then the chain as a whole is the fact.
    ...[...new Set(missing)].map((c) => sentExchange('sent-missing', c, (sent) => [...sent, c])),
    ...[...new Set(besides)].map((c) => sentExchange('sent-besides', c, (sent) => sent.filter((x) => x !== c))),
  ]
}

const sentExchange = (
  kind: 'sent-missing' | 'sent-besides',
  { sha256 }: Certificate,
  change: (sent: readonly Certificate[]) => readonly Certificate[],
): Exchange => ({
  input: 'chain',
  fact: { kind, certificate: sha256, params: {} },
  apply: (side) => (side.chain === null ? side : { ...side, chain: { ...side.chain, sent: change(side.chain.sent) } }),
})

/** What of the handshakes bears on verdicts, by class of hello. */
function handshakes({ sends }: ObservedChain): string {
  const facts = sends.map(({ hello, outcome }) => [hello, outcome.kind === 'chain' ? told(outcome.tls) : null])
  return JSON.stringify([...new Set(facts.map((f) => JSON.stringify(f)))].toSorted())
}

const told = (tls: TlsFacts | null): unknown => (tls === null ? null : [tls.version, tls.ocsp !== null, tls.scts, tls.by])
