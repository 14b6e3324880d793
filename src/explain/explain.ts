import type { FailureCode } from '../model/failure.ts'
import { causesOf } from '../messages/causes-of.ts'
import { type CauseWord, unspecifiedCauses } from '../messages/cause-words.ts'
import type { KnownText, Refuser } from '../messages/known/known-text.ts'
import { pieceTexts } from '../messages/known/pieces.ts'
import { namesCause } from '../messages/names-cause.ts'
import { plainText } from '../messages/readings.ts'
import { recognise } from '../messages/recognise.ts'
import { spot } from '../messages/spot.ts'
import type { Explanation, Recognised } from './explanation.ts'
import { nextProbe } from './next-probe.ts'
import { runtimeOf, versionOf } from './runtime.ts'
import { targetOf } from './target.ts'

interface Hit {
  readonly runtime: string | null
  readonly version: string | null
  readonly who: Refuser
  readonly causes: readonly CauseWord[]
  readonly namesCause: boolean
  readonly words: string
  readonly at: number
}

/** Words without which a bare sentence of a table could be about anything. */
const ours = /cert|ssl|tls|x509|pkix|issuer|handshake|trust(?:ed)? (?:anchor|root|store)|\bCA\b|[A-Z]+_[A-Z_]+/i

/**
 * What a pasted error text means. First the known texts, which may stand anywhere; where none does, the tables that render predictions, with
 * the wrappers; and where these have none, pieces of both. A text that is in none is not recognised: `recognised` is empty. Never throws.
 */
export function explain(text: string): Explanation {
  const plain = plainText(text)
  if (plain === '') return { schema: 1, recognised: [], next: null }
  const told = strongest(
    first(
      () => known(text),
      () => fromTables(plain),
      () => known(text, pieceTexts),
    ),
  )
  const target = told.length > 0 ? targetOf(plain) : null
  const recognised = told.map((hit): Recognised => {
    const seen = sideOf(hit, plain)
    const runtime = runtimeOf(hit.runtime, lineOf(plain, hit), plain)
    return {
      runtime: runtime ?? (openssl.test(plain) ? 'openssl' : null),
      version: versionOf(runtime, plain, hit),
      who: hit.who,
      causes: seen.causes,
      namesCause: seen.namesCause,
      host: target?.host ?? null,
      port: target?.port ?? null,
      text: hit.words,
    }
  })
  return { schema: 1, recognised, next: nextProbe(recognised, plain) }
}

/** What the first of several ways to read a text finds. */
function first(...ways: readonly (() => readonly Hit[])[]): readonly Hit[] {
  for (const way of ways) {
    const hits = way()
    if (hits.length > 0) return hits
  }
  return []
}

const known = (text: string, table?: readonly KnownText[]): readonly Hit[] =>
  spot(text, table).map(({ text: { runtime, version, who, causes, namesCause: names }, words, at }) => ({
    runtime,
    version,
    who,
    causes,
    namesCause: names,
    words,
    at,
  }))

/** Words that OpenSSL alone has, and what prints them without a name of its own. */
const openssl =
  /SSL routines|\b(?:sslv3|ssl\/tls|tlsv1|tlsv13) (?:alert|un)|certificate|issuer|hostname mismatch|CRL|key too (?:weak|small)|Key Identifier|subtree|path length|key usage/i

/** The line on which the words stand; where they were broken, the text's first. */
function lineOf(plain: string, { words }: Hit): string {
  const at = plain.indexOf(words)
  if (at === -1) return ''
  const end = plain.indexOf('\n', at)
  return plain.slice(plain.lastIndexOf('\n', at) + 1, end === -1 ? undefined : end)
}

/** Marks of a program that was the server when the alert came. */
const serving =
  /while SSL handshaking|SSL_accept|ssl_accept|http: TLS handshake error from|server accept|accept\(\)|, client: |handshake with client|TLS handshake with peer from|error accepting connection|tls: client(?! certificate not trusted)|Client TLS handshake failed/i

/** Marks of one that was the client. */
const asking =
  /SSL_connect|https?:\/\/|curl: \(|unable to access|Max retries|Cannot connect to host|EPROTO|javax\.net\.ssl|_ssl\.c|SSL connect attempt|psql|s_client|CONNECTED\(/

/** An alert about a certificate is about that of the side that the alert was sent to: a server's own, or a client's. */
function sideOf(hit: Hit, text: string): Pick<Hit, 'causes' | 'namesCause'> {
  const { causes, namesCause } = hit
  if (hit.who !== 'peer' || !causes.includes('client-cert-rejected')) return { causes, namesCause }
  const others = causes.filter((cause) => cause !== 'client-cert-rejected')
  if (serving.test(text)) {
    const left = others.filter((cause) => cause !== 'client-cert-required')
    return left.length > 0
      ? { causes: left, namesCause }
      : { causes: ['unknown-issuer', 'wrong-host', 'expired-unspecified'], namesCause: false }
  }
  return asking.test(text) ? { causes: ['client-cert-rejected', ...others], namesCause } : { causes, namesCause }
}

/** Each refusal once. Words that tell nothing are left out beside some that do, and a choice of causes beside one of them. */
function strongest(hits: readonly Hit[]): readonly Hit[] {
  const named = hits.filter((hit) => !isVague(hit))
  const pool = named.length > 0 ? named : hits
  const distinct = new Map<string, Hit>()
  for (const hit of [...pool].toSorted((a, b) => rank(a) - rank(b) || a.at - b.at)) {
    const key = `${hit.who} ${[...hit.causes].toSorted().join(' ')}`
    const known = distinct.get(key)
    if (known === undefined) distinct.set(key, hit)
    else if (known.runtime === null && hit.runtime !== null) distinct.set(key, { ...hit, version: hit.version ?? known.version })
    // The number of another program's release is not this one's.
    else if (known.version === null && hit.version !== null && hit.runtime === known.runtime)
      distinct.set(key, { ...known, version: hit.version })
  }
  const all = [...distinct.values()]
  const kept = all.filter(
    (hit) =>
      !all.some(
        (other) =>
          other !== hit &&
          other.who === hit.who &&
          other.causes.length < hit.causes.length &&
          other.causes.every((cause) => hit.causes.includes(cause)),
      ),
  )
  // Nothing is told: once is enough, and the other side's word is the one that counts.
  return named.length > 0
    ? kept
    : [...kept]
        .toSorted((a, b) => Number(b.who === 'peer') - Number(a.who === 'peer') || b.words.length - a.words.length)
        .slice(0, 1)
}

const isVague = ({ causes: [first] }: Hit): boolean => first === undefined || unspecifiedCauses.includes(first)
const rank = (hit: Hit): number => (hit.namesCause ? 0 : 1)

/** The sentences of the tables, alone or within what programs put around them. */
function fromTables(plain: string): readonly Hit[] {
  const bySentence = new Map<string, { readonly family: string; readonly who: 'we' | 'peer'; readonly codes: FailureCode[] }>()
  for (const { family, code, who, sentence } of recognise(plain)) {
    // Alerts are known texts: a template that has one takes any words for it.
    if (!ours.test(sentence) || family === 'alert' || code === 'handshake-alert') continue
    const known = bySentence.get(sentence)
    if (known === undefined) bySentence.set(sentence, { family, who, codes: [code] })
    else if (known.family === family) known.codes.push(code)
  }
  return [...bySentence].map(([sentence, { family, who, codes }]): Hit => {
    const causes = causesOf(codes)
    return {
      runtime: programOf(family),
      version: null,
      who: who === 'we' ? 'local' : 'peer',
      causes,
      namesCause: namesCause(causes) && codes.length < 10,
      words: sentence.slice(0, 300),
      at: plain.indexOf(sentence),
    }
  })
}

/** `curl-7-openssl-1` is curl's; tables that hold OpenSSL's bare words are anybody's. */
function programOf(family: string): string | null {
  const [program = ''] = family.split('-')
  return ['openssl', 'libcurl', 'rfc5280'].includes(program) ? null : program
}
