import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ourAnswer, profileOf } from './agreement/ours.ts'
import { type Case, randomCase } from './agreement/random-case.ts'

/**
 * What verifiers with a procedure of their own said of random chains: the libraries themselves were run on the same seed (Go 1.24.4,
 * 1.26.10 and 1.27.3; mbedTLS 2.28.3 and 3.6.6; wolfSSL 5.5.4 in handshakes; Botan 2.19.3 and 3.7.1). Keys are made anew each time,
 * and no answer hangs on them. An empty sentence: the library was not asked.
 */
interface Answers {
  readonly seed: number
  readonly sentences: readonly string[]
  readonly answers: Readonly<Record<string, readonly number[]>>
}

const file = fileURLToPath(new URL('answers-own-procedures.json', import.meta.url))
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Answers

/** A disagreement that is known; one that explains nothing any more fails. */
interface Exception {
  readonly clients: RegExp
  readonly reason: string
  readonly explains: (theirs: string, ours: string, done: string) => boolean
}

const undecoded = '(the handshake failed: this client refuses to decode'
const parsing = 'tls: failed to parse certificate from server: '

const exceptions: readonly Exception[] = [
  {
    clients: /^(?:mbedtls|botan)-/,
    reason: 'what exactly the decoder stumbled over is not modelled, only that it did',
    explains: (theirs, ours) => /^(?:handshake -|throw )/.test(theirs) && ours.startsWith(undecoded),
  },
  {
    clients: /^go-/,
    reason: 'as above',
    explains: (theirs, ours) => theirs.startsWith(parsing) && ours.startsWith(parsing),
  },
  {
    clients: /^go-/,
    reason: 'why a URI cannot be compared is not told',
    explains: (theirs, ours) => theirs.includes('URI with empty host') && ours.includes('not authorized to sign for this name'),
  },
  {
    clients: /^wolfssl-/,
    reason: 'nameConstraints and keys that our reader reads and the library does not, or as an error of another kind',
    explains: (theirs, ours, done) =>
      theirs.startsWith('-140 ') && /^-(?:188|198) /.test(ours) && /permitted|both|excluded|explicit curve/.test(done),
  },
  {
    clients: /^wolfssl-/,
    reason: 'with alternative names of odd kinds the common name may be asked',
    explains: (theirs, ours, done) => theirs === 'accepted' && ours.startsWith('-322 ') && done.includes('names@'),
  },
  {
    clients: /^botan-/,
    reason: 'nameConstraints on kinds of names that it has no word for: which it takes for unknown is not modelled',
    explains: (theirs, _ours, done) =>
      /Unknown critical extension|name constraint/.test(theirs) && /permitted|both|excluded/.test(done),
  },
]

const cases: readonly Case[] = Array.from({ length: recorded.answers['go-1.27']?.length ?? 0 }, (_, i) =>
  randomCase(recorded.seed, i),
)

describe('recorded answers of libraries to random chains', () => {
  const used = new Set<Exception>()
  for (const [id, answers] of Object.entries(recorded.answers)) {
    it(id, () => {
      const profile = profileOf(id)
      const unexplained: string[] = []
      let agreed = 0
      for (const [i, one] of cases.entries()) {
        const theirs = recorded.sentences[answers[i] ?? -1] ?? 'no answer'
        if (theirs === '') continue
        const { text: ours } = ourAnswer(profile, one)
        const done = one.done.join(', ')
        if (ours === theirs) {
          agreed += 1
          continue
        }
        const exception = exceptions.find((e) => e.clients.test(id) && e.explains(theirs, ours, done))
        if (exception === undefined) unexplained.push(`${one.id} ${done}\n  theirs: ${theirs}\n  ours:   ${ours}`)
        else used.add(exception)
      }
      expect(unexplained).toEqual([])
      expect(agreed / cases.length).toBeGreaterThan(0.8)
    })
  }

  it('were many kinds, and every exception still explains something', () => {
    const kinds = (id: string): number => new Set(recorded.answers[id]).size
    for (const id of Object.keys(recorded.answers)) expect(kinds(id), id).toBeGreaterThan(10)
    expect(exceptions.filter((e) => !used.has(e)).map((e) => e.reason)).toEqual([])
  })
})
