import { clientDifference } from '../sections/separation.ts'
import { code, enumerated, name, phrase, type Piece, plain, type Span } from '../styled.ts'
import type { ComparedFact } from '../../model/comparison.ts'
import type { CompareView } from './sides.ts'

/** A fact as the reason of a difference: `git's store lacks the root "X" (SHA-256 ...)`. */
export function factClause(view: CompareView, { kind, certificate, params }: ComparedFact): Piece {
  const { fails, works } = view.comparison
  const whose: Piece = view.one === null ? phrase`${view.fails}'s` : 'its'
  const store: Piece =
    view.one === null ? phrase`${whose} store ${name(fails.result.store)}` : phrase`the store ${name(fails.result.store)}`
  const it = (): Piece =>
    certificate === null ? 'a certificate' : phrase`${view.names.noun(certificate)} (SHA-256 ${view.fingerprint(certificate)})`
  switch (kind) {
    case 'anchor-missing':
      return phrase`${chosen(view, params, store)} lacks ${it()}`
    case 'anchor-present':
      return phrase`${chosen(view, params, store)} holds ${it()}, which ${view.one === null ? phrase`${view.works}'s` : 'the other'} does not`
    case 'anchor-settings':
      return phrase`${chosen(view, params, store)} trusts ${it()} for other purposes or under other rules`
    case 'store':
      return fails.storeUnreadable === null
        ? 'the stores differ, and no few roots in them decide'
        : phrase`${store} cannot be read: ${fails.storeUnreadable}`
    case 'environment':
      return params['set'] === 'works'
        ? phrase`${code(params['variable'] ?? '')} is not set ${view.one === null ? phrase`for ${view.fails}` : 'there'}, so that it asks the store ${name(fails.result.store)}`
        : phrase`${code(params['variable'] ?? '')} makes ${view.one === null ? view.fails : 'it'} ask the store ${name(fails.result.store)}`
    case 'proxy':
      // Where the hellos differ too it is not known which of the two it was.
      return fails.alert === '' && works.seen.some((a) => fails.seen.some((b) => a.hello === b.hello))
        ? proxyClause(view, params)
        : chainClause(view)
    case 'sent-missing':
      return phrase`${givenTo(view)} was not sent ${it()}`
    case 'sent-besides':
      return phrase`${givenTo(view)} was also sent ${it()}`
    case 'chain':
      return chainClause(view)
    case 'handshake':
      return 'the same chain came in another handshake (version, stapled response or timestamps)'
    case 'host':
      return phrase`${whose} name to check is ${code(params['fails'] ?? '')} and not ${code(params['works'] ?? '')}`
    case 'time':
      return phrase`${whose} clock says ${code(params['fails'] ?? '')} and not ${code(params['works'] ?? '')}`
    case 'client':
      if (params['switch'] === 'anchorDates')
        return phrase`${view.fails} heeds that ${it()} in its store has expired, and ${view.works} does not`
      if (params['switch'] === undefined)
        return 'they build and check paths in different ways, and no single setting of theirs decides'
      return phrase`they differ in ${clientDifference(params['switch'])}${likeWhom(params['works'], works.result.askedAs)}`
    case 'verification-off':
      return phrase`verification is switched off ${view.one === null ? phrase`for ${view.works}` : view.one.works}: ${code(params['setting'] ?? '')}`
  }
}

/** All but the one that turns nothing. */
export type TurningFact = ComparedFact & { readonly kind: Exclude<ComparedFact['kind'], 'verification-off'> }

/** A fact as what would turn the verdict: `the root "X" in its store`. */
export function factCure(view: CompareView, { kind, certificate, params }: TurningFact): Piece {
  const it = view.names.noun(certificate)
  const other = view.one === null ? phrase`${view.works}'s` : "the other's"
  switch (kind) {
    case 'anchor-missing':
      return phrase`${it} in its store`
    case 'anchor-present':
      return phrase`its store without ${it}`
    case 'anchor-settings':
      return phrase`${other} settings for ${it}`
    case 'store':
      return phrase`${other} store as a whole`
    case 'environment':
      return params['set'] === 'works'
        ? phrase`${code(params['variable'] ?? '')} set as ${view.one === null ? phrase`for ${view.works}` : 'there'}, and so ${other} store as a whole,`
        : phrase`${code(params['variable'] ?? '')} as ${view.one === null ? phrase`for ${view.works}` : 'there'}, and so ${other} store as a whole,`
    case 'proxy':
      return params['worksProxies'] === ''
        ? phrase`the chain that came without a proxy`
        : phrase`the chain that came through ${code(params['worksProxies'] ?? '')}`
    case 'sent-missing':
      return phrase`${it} sent too`
    case 'sent-besides':
      return phrase`${it} not sent`
    case 'chain':
      return phrase`the chain that ${view.works} was sent`
    case 'handshake':
      return phrase`${other} handshake`
    case 'host':
      return phrase`the name ${code(params['works'] ?? '')}`
    case 'time':
      return phrase`the clock at ${code(params['works'] ?? '')}`
    case 'client':
      if (params['switch'] === undefined || params['switch'] === 'anchorDates') return phrase`${other} path building and checks`
      return phrase`${view.comparison.facts.length === 1 ? 'that' : 'the setting'} as in ${name(params['works'] ?? '?')}`
  }
}

const givenTo = ({ one, fails }: CompareView): Piece => (one === null ? fails : 'it')

/** Where the setting was not taken from the working client but from a release of the failing one that accepts too. */
const likeWhom = (owner: string | undefined, works: string): Piece =>
  owner === undefined || owner === works ? '' : phrase`, and set as in ${name(owner)} it accepts`

/** Why they were sent different chains: by address, hello, server name, or at another time. */
function chainClause({ comparison: { works, fails }, one, fails: here, works: there }: CompareView): Piece {
  if (fails.alert !== '') {
    const whose = one === null ? phrase`${here}'s` : 'its'
    return phrase`the server answered ${whose} hello with the alert ${code(fails.alert)} and sent ${there} a chain`
  }
  const what: Piece = `the server sent them different chains (${works.result.chain ?? '?'} and ${fails.result.chain ?? '?'})`
  const causes = (
    [
      ['hello', 'to another hello'],
      ['address', 'from another address'],
      ['try', 'at another try'],
      ['servername', 'for another name in the hello'],
    ] as const
  ).flatMap(([key, words]): readonly (readonly Span[])[] => {
    const [theirs, own] = [works, fails].map((s) =>
      [...new Set(s.seen.map((seen) => String(seen[key] ?? '')))].filter((t) => t !== ''),
    )
    if (theirs === undefined || own === undefined || theirs.length * own.length === 0) return []
    return theirs.some((t) => own.includes(t)) ? [] : [phrase`${words}: ${codes(theirs)} and ${codes(own)}`]
  })
  const proxies = works.proxies.join() === fails.proxies.join() ? [] : [proxyWords(works.proxies, fails.proxies)]
  const all = [...causes, ...proxies]
  return all.length === 0 ? what : phrase`${what}, ${enumerated(all)}`
}

/** A store with the variable that chose it: `SSL_CERT_FILE chose its store /x, which`. */
function chosen(view: CompareView, params: ComparedFact['params'], store: Piece): Piece {
  const { variable, set } = params
  if (variable === undefined) return store
  if (set === 'fails') return phrase`${code(variable)} chose ${store}, which`
  return phrase`without the ${code(variable)} of ${view.one === null ? view.works : 'the other'} ${store}`
}

/** A proxy gave another chain: an interception, a cache, or a way to another server. */
function proxyClause(
  { comparison: { works, fails }, one, fails: here, works: there }: CompareView,
  params: ComparedFact['params'],
): Piece {
  const [theirs = '', own = ''] = [params['worksProxies'], params['failsProxies']]
  const who: Piece = one === null ? here : 'it'
  const other: Piece = one === null ? there : 'the other'
  const [ownChain, theirChain] = [fails.result.chain ?? 'none', works.result.chain ?? 'none']
  if (own === '')
    return phrase`${who} went without the proxy ${code(theirs)}, through which ${other} got another chain (${theirChain}, not ${ownChain})`
  const elsewhere: Piece = theirs === '' ? phrase`${other} got without a proxy` : phrase`${other} got through ${code(theirs)}`
  return phrase`the proxy ${code(own)} gave ${who} another chain (${ownChain}) than ${elsewhere} (${theirChain})`
}

const codes = (texts: readonly string[]): readonly Span[] => texts.flatMap((t, i) => [...(i === 0 ? [] : [plain(', ')]), code(t)])

const proxyWords = (works: readonly string[], fails: readonly string[]): readonly Span[] => {
  const by = (proxies: readonly string[]): Piece => (proxies.length === 0 ? 'no proxy' : codes(proxies))
  return phrase`by another way: ${by(works)} and ${by(fails)}`
}
