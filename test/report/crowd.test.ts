import { describe, expect, it } from 'vitest'
import type { ClientResult, Report } from '../../src/model/report.ts'
import type { Remedy } from '../../src/model/remedy.ts'
import { type Detail, renderText } from '../../src/report/text.ts'
import { paint } from '../../src/terminal/paint.ts'
import { plainHandshake } from '../support/handshake.ts'
import { blank, byFingerprint, certificate, chainOf, madeUp, rejected, result, sent, store } from './fixtures.ts'

// A developer's machine: nine releases of Python, each with a pip that asks another store, and a few others.

const leaf = certificate({ sha256: madeUp(1), label: 'api.example', issuer: 'CN=Company Root', ca: false })
const root = certificate({ sha256: madeUp(2), label: 'Company Root', selfIssued: true })

const stores = {
  bundle: '/etc/ssl/certs/ca-certificates.crt + openssl-dir:/etc/ssl/certs',
  certifi: '/home/a/.pyenv/versions/3.13.0/lib/python3.13/site-packages/certifi/cacert.pem',
  java: '/usr/lib/jvm/java-17-openjdk-amd64/lib/security/cacerts',
  system: 'system',
}

const sourceLine = (minor: number): string => `(_ssl.c:${1000 + minor})`
const says = (minor: number): string => `certificate verify failed: unable to get local issuer certificate ${sourceLine(minor)}`
const refusal = (text: string) => rejected('issuer-not-found', [0, leaf.sha256], text, [leaf.sha256])
const accepted: ClientResult['verdict'] = { kind: 'accepted', path: [leaf.sha256, root.sha256] }

const minors = [5, 6, 7, 8, 9, 10, 11, 12, 13]
const client = (id: string, program: string, on: string, verdict: ClientResult['verdict']): ClientResult =>
  result({ client: id, store: on, programs: [program], verdict })

const noChain: ClientResult['verdict'] = { kind: 'undetermined', missing: ['a chain'] }

const pythons = (verdict: (minor: number) => ClientResult['verdict']): readonly ClientResult[] =>
  minors.map((n) => client(`python-3.${n}`, `python 3.${n}.1`, stores.bundle, verdict(n)))
const pips = minors.map((n) => client(`python-3.${n}`, `pip 2${n}.0`, stores.certifi, refusal(says(n))))
const others = [
  client('java-17.0.15', 'java 17.0.15', stores.java, refusal('PKIX path building failed')),
  client('go-1.24', 'go 1.24.1', stores.system, refusal('x509: certificate signed by unknown authority')),
]

const machine = (results: readonly ClientResult[], more: Partial<Report> = {}): Report => ({
  ...blank,
  certificates: byFingerprint([leaf, root]),
  chains: [chainOf(leaf.sha256)],
  sends: [sent({ kind: 'chain', chain: [leaf.sha256], tls: plainHandshake })],
  stores: Object.values(stores).map((id) => store(id, id, 140)),
  results,
  ...more,
})

const text = (report: Report, detail: Detail = 'brief', width = 100): string =>
  paint(renderText(report, { width, detail }), { width, color: false })

const mixed = machine([...pythons(() => accepted), ...pips, ...others])

describe('a machine with many clients', () => {
  it('has kinds of programs counted, what they say quoted once, and each number to search for', () => {
    const report = text(mixed)
    expect(report).toContain('✗ pip (9 versions) on store 2 reject:')
    expect(report).toContain('✓ python (9 versions) on store 1 accept.')
    expect(report.match(/unable to get local issuer certificate/g)).toHaveLength(1)
    for (const n of minors) expect(report).toContain(String(1000 + n))
    expect(report).not.toContain('python-3.9')
  })

  it('has short names for long stores, each of which it tells', () => {
    const report = text(mixed, 'brief', 400)
    expect(report).toContain('go 1.24.1 on system rejects')
    expect(report).toContain('java 17.0.15 on store 3 rejects')
    const legend = [stores.bundle, stores.certifi, stores.java].map((id, i) => `  store ${i + 1} (140 certificates): ${id}\n`)
    for (const line of legend) expect(report).toContain(line)
    for (const id of [stores.bundle, stores.certifi, stores.java]) expect(report.split(id)).toHaveLength(2)
  })

  it('names no store where none makes a difference', () => {
    const report = text(machine([...pythons((n) => refusal(says(n))), ...pips, ...others]))
    expect(report).toContain('✗ python (9 versions) and pip (9 versions) reject:')
    for (const id of [...Object.values(stores), 'store 1']) expect(report).not.toContain(`on ${id}`)
    expect(report).toContain('which store each asks')
  })

  it('names them where one client says another thing on another store', () => {
    const elsewhere = pips.map((r) => ({ ...r, verdict: refusal('certificate verify failed: self-signed certificate') }))
    expect(text(machine([...pythons((n) => refusal(says(n))), ...elsewhere, ...others]))).toContain('pip (9 versions) on store 2')
  })

  it('tells a root that several stores lack once, with its whole fingerprint', () => {
    const failing = [...pips, ...others]
    const seats = failing.map((r) => ({ client: r.askedAs, store: r.store }))
    const remedies = [stores.certifi, stores.java, stores.system].map((id): Remedy => {
      const [cures, stillRejects] = [seats.filter((s) => s.store === id), seats.filter((s) => s.store !== id)]
      const deltas: Remedy['deltas'] = [{ kind: 'add-anchor', store: id, cert: root.sha256 }]
      return { rule: 'add-anchor', owner: 'user', deltas, trusts: [root.sha256], proof: { cures, breaks: [], stillRejects } }
    })
    const report = text({ ...mixed, remedies }, 'brief', 400)
    expect(report).toContain(`add the root "Company Root" to store 2, store 3 and system (SHA-256 ${root.sha256})`)
    expect(report).toContain('Together that cures all 11.')
    expect(report).not.toContain('  2. ')
    expect(text({ ...mixed, remedies: remedies.slice(0, 2) }, 'brief', 400)).toContain('  2. ')
  })

  it('names everyone and every store with --verbose', () => {
    const report = text(mixed, 'whole', 2000)
    for (const n of minors) expect(report).toContain(`python-3.${n}`)
    for (const n of minors) expect(report).toContain(says(n))
    expect(report).not.toContain('store 1')
    expect(report).toContain(`java-17.0.15 on ${stores.java}`)
  })

  it('leaves out nothing where no certificate was seen, and no store was asked', () => {
    const open = [...pythons(() => accepted), ...pips, ...others].map((r) => ({ ...r, verdict: noChain, chain: null }))
    const unseen = machine(open, {
      chains: [],
      sends: [sent({ kind: 'failed', failure: { code: 'closed', by: 'peer', detail: '' } })],
    })
    expect(text(unseen)).not.toContain('which store each asks')
  })

  it('calls a dozen by their ids, as ever', () => {
    const few = machine(pips.slice(0, 5))
    for (const n of minors.slice(0, 5)) expect(text(few)).toContain(says(n))
    expect(text(few)).toContain('python-3.5')
  })
})
