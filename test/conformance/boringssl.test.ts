import { describe, expect, test } from 'vitest'
import type { WholePathsVerifier } from '../../src/model/verifier.ts'
import { seconds, type UnixSeconds } from '../../src/model/time.ts'
import { chrome } from '../../src/clients/chrome.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { render } from '../../src/messages/render.ts'
import { says } from '../../src/messages/says.ts'
import { KeptList } from '../../src/validation/search/kept-list.ts'
import { failuresAt } from '../../src/validation/search/whole-paths.ts'
import { wholePathSteps } from '../../src/validation/search/whole-paths-verify.ts'
import { sharedJson } from '../support/shared.ts'
import { certificateReader, type Exceptions, mostExceptions } from './suite.ts'

/** `corpora/boringssl/verify_certificate_chain.json`: see the note in it. */
interface Suite {
  readonly chains: Readonly<Record<string, readonly string[]>>
  readonly tests: readonly SuiteCase[]
}

interface SuiteCase {
  readonly id: string
  readonly chain: string
  readonly last_cert_trust: string
  readonly utc_time: string
  readonly key_purpose: string
  /** `STRONG`: SHA-1 is refused; absent: it is not. */
  readonly digest_policy?: string
  /** For each certificate a heading `----- Certificate i=0 (…) -----` and then lines `ERROR: …` or `WARNING: …`. */
  readonly expected_errors: string
  readonly expected: 'SUCCESS' | 'FAILURE'
}

const suite = sharedJson<Suite>('corpora/boringssl/verify_certificate_chain.json')
const read = certificateReader()
const verify = nodeSignatureVerifier()
const client = chrome().find(({ id }) => id === 'chrome-pki')

/** What each way of trusting the last certificate asks of it. */
const anchors: Readonly<Record<string, WholePathsVerifier['anchor']>> = {
  TRUSTED_ANCHOR: { dates: false, constraints: false },
  TRUSTED_ANCHOR_WITH_CONSTRAINTS: { dates: false, constraints: true },
  TRUSTED_ANCHOR_WITH_EXPIRATION: { dates: true, constraints: false },
  TRUSTED_ANCHOR_WITH_EXPIRATION_AND_CONSTRAINTS: { dates: true, constraints: true },
}

function skipped({ last_cert_trust: trust, key_purpose: purpose, chain }: SuiteCase): string | null {
  if (suite?.chains[chain]?.length === 1) return 'a target alone: the builder never hands it out as a path'
  if (anchors[trust] === undefined) return 'a target that is trusted as such is no path, and no client of ours trusts one so'
  if (purpose === 'SERVER_AUTH' || purpose === 'ANY_EKU') return null
  if (purpose.startsWith('SERVER_AUTH_STRICT')) return 'the strict reading of purposes, which Chrome does not ask for'
  return 'another purpose than that of a TLS server'
}

/** UTCTime of this century: `211005120000Z`. */
function instant(text: string): UnixSeconds {
  const [year, month, day, hour, minute, second] = (
    /^(..)(..)(..)(..)(..)(..)Z$/.exec(text === 'DEFAULT' ? '211005120000Z' : text) ?? []
  )
    .slice(1)
    .map(Number)
  return seconds(Date.UTC(2000 + (year ?? 0), (month ?? 1) - 1, day, hour, minute, second) / 1000)
}

/** `0: Time is after notAfter`, a line for each error, by certificate. */
function expectedErrors(text: string): readonly string[] {
  let place = ''
  const out: string[] = []
  for (const line of text.split('\n')) {
    place = /^----- Certificate i=(\d+) /.exec(line)?.[1] ?? place
    const error = /^ERROR: (.*)$/.exec(line)?.[1]
    if (error !== undefined) out.push(`${place}: ${error}`)
  }
  return [...new Set(out)]
}

/** What we find on the very path of a case, in the words of the library. */
function ours(one: SuiteCase, { verifier, texts }: NonNullable<typeof client>): readonly string[] {
  const anchor = anchors[one.last_cert_trust]
  if (verifier.strategy !== 'whole-paths' || anchor === undefined) throw new Error('not of this suite')
  const purpose = one.key_purpose === 'ANY_EKU' ? null : verifier.purpose
  const { algorithms } = verifier
  const refusedDigests = algorithms.refusedDigests.filter((digest) => digest !== 'sha1' || one.digest_policy === 'STRONG')
  const certificates = (suite?.chains[one.chain] ?? []).map(read)
  const graph = {
    signed: (child: (typeof certificates)[number], issuer: (typeof certificates)[number]) =>
      verify(child, issuer.subjectPublicKeyInfo),
  }
  const at = instant(one.utc_time)
  const steps = new KeptList(
    wholePathSteps(
      { certificates, end: 'anchor' },
      { ...verifier, anchor, purpose, algorithms: { ...algorithms, refusedDigests } },
      graph,
    ),
  )
  const words = failuresAt(steps, verifier, at)
    .toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))
    .map((failure) => `${failure.at}: ${render(says(texts(), failure, { host: '' }), at)}`)
  // The library tells a target without a policy so at two of its steps.
  return [...new Set(words)]
}

const exceptions: Exceptions = {}

describe.skipIf(suite === null)(
  'BoringSSL verify_certificate_chain (skipped where ../shared/corpora/boringssl is absent)',
  () => {
    const cases = suite?.tests ?? []
    const judged = cases.filter((one) => skipped(one) === null)
    test.each(cases.filter((one) => skipped(one) !== null).map((one) => [one.id, skipped(one)]))('%s is skipped: %s', (id) => {
      expect(exceptions[id ?? '']).toBeUndefined()
    })
    test.each(judged)('$id', (one) => {
      if (client === undefined) throw new Error('no profile chrome-pki')
      const found = ours(one, client)
      const reason = exceptions[one.id]
      if (reason === undefined) {
        expect(found).toEqual(expectedErrors(one.expected_errors))
        expect(found.length === 0).toBe(one.expected === 'SUCCESS')
      } else expect(found, `the exception stopped applying: ${reason}`).not.toEqual(expectedErrors(one.expected_errors))
    })
    test('exceptions are few, and most cases are judged', () => {
      expect(Object.keys(exceptions).length).toBeLessThanOrEqual(judged.length * mostExceptions)
      expect(judged.length).toBeGreaterThan(60)
    })
  },
)
