import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { ClientProfile } from '../../src/model/client.ts'
import type { Send, TlsFacts } from '../../src/model/evidence.ts'
import type { HelloClass } from '../../src/model/hello.ts'
import type { Scenario, Stapled } from '../../src/model/path.ts'
import { gnutls } from '../../src/clients/gnutls.ts'
import { java } from '../../src/clients/java.ts'
import { pathGraph } from '../../src/graph/path-graph.ts'
import { trustStore } from '../../src/graph/trust-store.ts'
import { workshop, world } from '../../src/graph/world.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { tlsFeatures } from '../../src/lab/extensions.ts'
import { faults, type BuiltFault } from '../../src/lab/index.ts'
import { serveFault } from '../../src/lab/serve.ts'
import { servedUsually, usualChain, withExtension } from '../../src/lab/shapes.ts'
import { evaluate } from '../../src/validation/evaluate.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { evidenceOf, fixedNow } from '../support/evidence.ts'
import { labFault } from '../support/lab-fault.ts'
import { cleanEnvironment, versionOf, withDirectory } from './agreement/real-clients.ts'
import { profile, spoken } from './judge.ts'
import { plainHandshake } from '../support/handshake.ts'

const verify = nodeSignatureVerifier()
const cli = profile(gnutls(), 'gnutls-cli-3.7')

function judged(built: BuiltFault, client: ClientProfile, stapled: Stapled | undefined, over: Partial<Scenario> = {}) {
  const sent = built.chain.map((der) => readCertificate(der))
  const store = trustStore(
    'store',
    'test',
    built.anchors.map((der) => readCertificate(der)),
  )
  const scenario = { graph: pathGraph(sent, [store], verify), sent, store, host: built.host, tlsVersion: '1.3' }
  return evaluate({ ...scenario, ...(stapled === undefined ? {} : { stapled }), ...over }, client, fixedNow)
}

// lib/cert-cred.c of GnuTLS, gnutls_certificate_verification_status_print; seen on gnutls-cli 3.7.9.
const sentence = 'The certificate requires the server to include an OCSP status in its response, but the OCSP status is missing.'

describe('a certificate that demands a staple (RFC 7633)', () => {
  const demanding = labFault('must-staple')
  const [target] = demanding.chain.map((der) => readCertificate(der))

  test('is refused by every program on GnuTLS where none came', () => {
    for (const client of gnutls()) {
      expect(judged(demanding, client, 'no')).toMatchObject({ kind: 'rejected', told: { code: 'staple-missing', at: 0 } })
      expect(judged(demanding, client, 'yes').kind).toBe('accepted')
      expect(judged(labFault('good'), client, 'no').kind).toBe('accepted')
    }
    expect(spoken(judged(demanding, cli, 'no'), cli, demanding.host, fixedNow)).toBe(
      `- Status: The certificate is NOT trusted. ${sentence}`,
    )
  })

  test('is undetermined where no handshake was seen, unless all else fails already, and for nobody else', () => {
    const missing = { kind: 'undetermined', missing: [expect.stringContaining(target?.sha256 ?? 'none')] }
    expect(judged(demanding, cli, 'not-seen')).toMatchObject(missing)
    expect(judged(demanding, cli, undefined, { tlsVersion: null })).toMatchObject(missing)
    expect(judged({ ...demanding, host: 'other.example' }, cli, 'not-seen')).toMatchObject({
      kind: 'rejected',
      told: { code: 'host-mismatch', params: { codes: 'host-mismatch' } },
    })
    expect(judged(demanding, profile(java(), 'java-17'), 'no').kind).toBe('accepted')
  })

  test('adds its sentence behind that of the name', () => {
    const verdict = judged({ ...demanding, host: 'other.example' }, cli, 'no')
    expect(spoken(verdict, cli, 'other.example', fixedNow)).toBe(
      `- Status: The certificate is NOT trusted. The name in the certificate does not match the expected. ${sentence}`,
    )
  })

  test('an issuer that demands one cannot have it before TLS 1.3, and what it had there is not seen', () => {
    const demand = { extensions: withExtension(tlsFeatures(5)) }
    const both = servedUsually(usualChain('must-staple', fixedNow, { intermediate: demand, leaf: demand }))
    expect(judged(both, cli, 'yes', { tlsVersion: '1.2' })).toMatchObject({ told: { code: 'staple-missing', at: 1 } })
    expect(judged(both, cli, 'yes').kind).toBe('undetermined')
  })
})

test('what a handshake brought is a fact of the hello that drew the chain; a chain from a file had none', () => {
  const built = labFault('must-staple')
  const base = evidenceOf(built, [{ id: cli.id }])
  const shop = workshop(verify)
  const stapled = (tls: TlsFacts | null, drawn: HelloClass): Stapled | undefined => {
    const sends = base.sends.map((send): Send => ({ ...send, hello: drawn, outcome: { ...outcomeOf(send), tls } }))
    const made = world({ ...base, sends }, shop)
    const [chain] = made.chains
    const store = made.stores.get('store')
    if (chain === undefined || store === undefined) throw new Error('a world without chain or store')
    return made.scenario(chain, store, 'tls1.3').stapled
  }
  expect(stapled(facts(null), 'tls1.3')).toBe('no')
  expect(stapled(facts('MAMKAQE='), 'tls1.3')).toBe('yes')
  expect(stapled(facts('MAMKAQE='), 'tls1.2')).toBe('not-seen')
  expect(stapled(null, 'any')).toBe('not-seen')
})

function outcomeOf({ outcome }: Send): Extract<Send['outcome'], { readonly kind: 'chain' }> {
  if (outcome.kind !== 'chain') throw new Error('the lab sends a chain')
  return outcome
}

const facts = (ocsp: string | null): TlsFacts => ({ ...plainHandshake, ocsp })

const version = /gnutls-cli (3\.[78])\./.exec(versionOf('gnutls-cli', '--version') ?? '')?.[1]

describe.skipIf(version === undefined)('the real gnutls-cli on loopback (skipped where 3.7 or 3.8 is not installed)', () => {
  test.each(['must-staple', 'good'])('%s', async (id) => {
    const fault = faults.find((f) => f.id === id)
    if (fault === undefined) throw new Error(`the lab has no fault ${id}`)
    const server = await serveFault(fault, { now: fixedNow })
    try {
      const said = await withDirectory(async (directory) => {
        const anchors = join(directory, 'anchors.pem')
        writeFileSync(anchors, server.anchorsPem)
        const args = [`--x509cafile=${anchors}`, '--port', String(server.port), '--sni-hostname=localhost', '127.0.0.1']
        const running = promisify(execFile)('gnutls-cli', ['--verify-hostname=localhost', ...args], {
          env: cleanEnvironment,
          timeout: 20_000,
        })
        running.child.stdin?.end()
        const { stdout } = await running.catch((error: unknown) => error as { stdout: string })
        return stdout
      })
      // The client's clock is its own: only this sentence is compared, which the time has no part in.
      expect(said).toContain('- Status: ')
      const client = profile(gnutls(), `gnutls-cli-${version}`)
      const ours = spoken(judged(server.built, client, 'no'), client, server.built.host, fixedNow)
      expect(said.includes(sentence)).toBe(ours.includes(sentence))
      expect(ours.includes(sentence)).toBe(id === 'must-staple')
    } finally {
      await server.close()
    }
  })
})
