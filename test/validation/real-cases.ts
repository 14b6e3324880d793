import { readFileSync } from 'node:fs'
import { faults } from '../../src/lab/faults/index.ts'
import { seconds, type UnixSeconds } from '../../src/model/time.ts'
import { sharedJson, sharedPath } from '../support/shared.ts'

/** One server and one store, as a real client can be given them. Certificates are DER in base64. */
export interface RealCase {
  /** `<source>/<case>`, and behind `#` what was done to it. */
  readonly id: string
  readonly at: UnixSeconds
  /** Empty: the source asks for no name. */
  readonly host: string
  readonly sent: readonly string[]
  readonly store: readonly string[]
}

interface Limbo {
  readonly testcases: readonly {
    readonly id: string
    readonly validation_kind: string
    readonly validation_time: string | null
    readonly expected_peer_name: { readonly value: string } | null
    readonly peer_certificate: string
    readonly untrusted_intermediates: readonly string[]
    readonly trusted_certs: readonly string[]
  }[]
}

interface Pkits {
  readonly time: string
  readonly certs: Readonly<Record<string, string>>
  readonly tests: readonly { readonly id: string; readonly certs: readonly string[] }[]
}

const instant = (text: string): UnixSeconds => seconds(Math.floor(Date.parse(text) / 1000))

/** The instant for cases that have none of their own. */
const now = instant('2026-11-22T03:00:00Z')

const pem = (text: string): readonly string[] =>
  [...text.matchAll(/-----BEGIN CERTIFICATE-----([^-]*)-----END/g)].map((match) => (match[1] ?? '').replace(/\s/g, ''))

function* limboCases(): Generator<RealCase> {
  for (const t of sharedJson<Limbo>('corpora/limbo/limbo.json')?.testcases ?? []) {
    if (t.validation_kind !== 'SERVER') continue
    yield {
      id: `limbo/${t.id}`,
      at: t.validation_time === null ? now : instant(t.validation_time),
      host: t.expected_peer_name?.value ?? '',
      sent: [...pem(t.peer_certificate), ...t.untrusted_intermediates.flatMap(pem)],
      store: t.trusted_certs.flatMap(pem),
    }
  }
}

function* pkitsCases(): Generator<RealCase> {
  const pkits = sharedJson<Pkits>('corpora/pkits/pkits.json')
  for (const t of pkits?.tests ?? []) {
    const [anchor, ...path] = t.certs.map((name) => pkits?.certs[name] ?? '')
    yield {
      id: `pkits/${t.id}`,
      at: instant(pkits?.time ?? ''),
      host: '',
      sent: path.toReversed(),
      store: anchor === undefined ? [] : [anchor],
    }
  }
}

function* addtrustCases(): Generator<RealCase> {
  const read = (name: string): readonly string[] => {
    const path = sharedPath(`corpora/chains/addtrust-2020/${name}.pem`)
    return path === null ? [] : pem(readFileSync(path, 'utf8'))
  }
  const sent = read('sent')
  if (sent.length === 0) return
  const old = read('root-addtrust-external')
  const young = read('root-usertrust-rsa')
  const stores = { old, young, both: [...old, ...young], 'both-young-first': [...young, ...old] }
  for (const time of ['2020-05-30T10:48:37Z', '2020-05-30T10:48:38Z', '2020-05-30T10:48:39Z']) {
    for (const [name, store] of Object.entries(stores))
      yield { id: `addtrust/${name}/${time}`, at: instant(time), host: '', sent, store }
  }
}

function* labCases(): Generator<RealCase> {
  const base64 = (der: Uint8Array): string => Buffer.from(der).toString('base64')
  for (const fault of faults) {
    const { at, host, chain, anchors } = fault.build(now)
    if (chain.length > 0)
      yield { id: `lab/${fault.id}`, at: at ?? now, host, sent: chain.map(base64), store: anchors.map(base64) }
  }
}

/** The same certificates in another order, or in another place. */
function* variants(one: RealCase): Generator<RealCase> {
  const [target = '', ...rest] = one.sent
  const [next] = rest
  const as = (name: string, change: Partial<RealCase>): RealCase => ({ ...one, ...change, id: `${one.id}#${name}` })
  if (next !== undefined) {
    yield as('reversed', { sent: [target, ...rest.toReversed()] })
    yield as('doubled', { sent: [target, ...rest.flatMap((c) => [c, c])] })
    yield as('only-intermediate-trusted', { store: [next] })
    yield as('all-stored', { sent: [target], store: [...one.store, ...rest] })
  }
  yield as('root-sent-second', { sent: [target, ...one.store, ...rest] })
  yield as('target-trusted', { store: [target] })
}

/** Every case that can be had here: the lab's are minted anew, the rest needs the shared corpora. */
export function* realCases(): Generator<RealCase> {
  yield* pkitsCases()
  for (const source of [limboCases(), addtrustCases(), labCases()]) {
    for (const one of source) {
      yield one
      yield* variants(one)
    }
  }
}

/** What a real client said: its version, and each answer with the cases that drew it. */
export interface Answers {
  readonly client: string
  readonly answers: Readonly<Record<string, readonly string[]>>
}

/** Answers by case. */
export const answersByCase = ({ answers }: Answers): ReadonlyMap<string, string> =>
  new Map(Object.entries(answers).flatMap(([answer, ids]) => ids.map((id) => [id, answer])))
