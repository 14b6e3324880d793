import { seconds } from '../model/time.ts'
import type { PublishedSource } from './published-source.ts'
import { fingerprint, isoDay, type Said, said, unreadable } from './shared/content.ts'
import { gitilesText } from './shared/gitiles-text.ts'
import { readTextProto, type TextMessage, type TextValue } from './shared/text-proto.ts'

/**
 * The Chrome Root Store as Chromium's source has it: net/data/ssl/chrome_root_store/root_store.textproto, a RootStore of
 * net/cert/root_store.proto. It names certificates by SHA-256; `chrome-root-certs` has them.
 */
export const chromeRootStore: PublishedSource = {
  id: 'chrome-root-store',
  title: 'the Chrome Root Store (root_store.textproto)',
  programmes: ['google'],
  believed: 'transport',
  maxOctets: 2_000_000,
  read: (bytes, { fetchedAt }) => {
    const store = readTextProto(new TextDecoder().decode(gitilesText(bytes)))
    if (typeof store === 'string') return unreadable(store)
    const version = word(store.get('version_major')?.[0])
    if (version === null || !/^\d{1,9}$/.test(version)) return unreadable('it has no version: this is no Chrome Root Store')
    const anchors = messages(store, 'trust_anchors').map((m) => statement(m, true))
    // All of these are there for other ends but those that say so (TrustAnchor.tls_trust_anchor).
    const others = messages(store, 'additional_certs').map((m) => statement(m, word(m.get('tls_trust_anchor')?.[0]) === 'true'))
    const statements = [...anchors, ...others].filter((s) => s !== null)
    if (anchors.length === 0 || statements.length < anchors.length + others.length)
      return unreadable('an anchor has no fingerprint, or there is none')
    // Digits in front, so that a later issue is the greater text too.
    return { kind: 'content', asOf: fetchedAt, issue: version.padStart(9, '0'), statements, certificates: [] }
  },
}

const messages = (message: TextMessage, field: string): readonly TextMessage[] =>
  (message.get(field) ?? []).filter((v): v is TextMessage => v instanceof Map)

/** A value that is neither quoted nor a message; `null`: it is none. */
const word = (value: TextValue | undefined): string | null =>
  value !== undefined && typeof value !== 'string' && 'bare' in value ? value.bare : null

const text = (value: TextValue): string => (typeof value === 'string' ? value : (word(value) ?? '...'))

function statement(anchor: TextMessage, isAnchor: boolean): Said | null {
  const hex = anchor.get('sha256_hex')?.[0]
  const sha256 = typeof hex === 'string' ? fingerprint(hex) : null
  if (sha256 === null) return null
  if (!isAnchor) return said('google', sha256, 'other-purpose', 'not an anchor for TLS')
  // That the anchor's own dates and constraints are kept (enforce_anchor_expiry, enforce_anchor_constraints) cuts nothing off that its
  // certificate does not. At least one of the sets must hold (root_store.proto), so that a set without conditions takes the others away.
  const sets = messages(anchor, 'constraints')
  if (sets.length === 0 || sets.some((set) => set.size === 0)) return said('google', sha256, 'included')
  const isDated = sets.every((set) => [...set.keys()].every((field) => ofDates.has(field)))
  return said('google', sha256, isDated ? 'dated' : 'limited', sets.map(inWords).join('; or '))
}

/** Conditions that leave out what was issued or logged later, and nothing else, in the releases of Chrome that they name. */
const ofDates: ReadonlySet<string> = new Set([
  'sct_not_after_sec',
  'validity_starts_not_after_sec',
  'min_version',
  'max_version_exclusive',
])

/** One set of constraints, all of which must hold. Those that are not known are named as they stand. */
const inWords = (set: TextMessage): string =>
  [...set].map(([field, values]) => (phrases[field] ?? ((vs) => `${field} ${vs.join(', ')}`))(values.map(text))).join(' and ')

type Phrase = (values: readonly string[]) => string

const phrases: Readonly<Record<string, Phrase>> = {
  sct_not_after_sec: ([at]) => `logged by ${day(at)}`,
  sct_all_after_sec: ([at]) => `logged after ${day(at)}`,
  validity_starts_not_after_sec: ([at]) => `issued by ${day(at)}`,
  validity_starts_after_sec: ([at]) => `issued after ${day(at)}`,
  min_version: ([version]) => `from Chrome ${version} on`,
  max_version_exclusive: ([version]) => `before Chrome ${version}`,
  permitted_dns_names: (names) => `for names under ${names.join(', ')}`,
}

function day(at: string | undefined): string {
  const number = Number(at)
  return Number.isSafeInteger(number) && Math.abs(number) < 1e11 ? isoDay(seconds(number)) : (at ?? '')
}
