import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { ClientProfile } from '../../src/model/client.ts'
import type { Scenario } from '../../src/model/path.ts'
import { java } from '../../src/clients/java.ts'
import { pathGraph } from '../../src/graph/path-graph.ts'
import { trustStore } from '../../src/graph/trust-store.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import type { BuiltFault } from '../../src/lab/fault.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { serveFault } from '../../src/lab/serve.ts'
import { servedUsually, usualChain, withExtension } from '../../src/lab/shapes.ts'
import { tower } from '../../src/lab/tower.ts'
import { evaluate } from '../../src/validation/evaluate.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { fixedNow } from '../support/evidence.ts'
import { cleanEnvironment, versionOf, withDirectory } from './agreement/real-clients.ts'
import { profile, spoken } from './judge.ts'

const verify = nodeSignatureVerifier()
const java17 = profile(java(), 'java-17')

function scenarioOf(built: BuiltFault, tlsVersion: string | null): Scenario {
  const sent = built.chain.map((der) => readCertificate(der))
  const store = trustStore(
    'store',
    'test',
    built.anchors.map((der) => readCertificate(der)),
  )
  return { graph: pathGraph(sent, [store], verify), sent, store, host: built.host, tlsVersion, stapled: 'no' }
}

const say = (built: BuiltFault, tlsVersion: string | null, client: ClientProfile = java17): string => {
  const verdict = evaluate(scenarioOf(built, tlsVersion), client, fixedNow)
  return spoken(verdict, client, built.host, fixedNow)
}

/** A leaf and an intermediate that together have exactly `octets` octets. */
function sized(octets: number): BuiltFault {
  const padded = (padding: number): BuiltFault => {
    const extension = { oid: '1.3.6.1.4.1.55555.1', critical: false, value: new Uint8Array(padding) }
    return servedUsually(usualChain('message-limits', fixedNow, { leaf: { extensions: withExtension(extension) } }))
  }
  const size = ({ chain }: BuiltFault): number => chain.reduce((sum, der) => sum + der.length, 0)
  // An ECDSA signature has up to eight octets less than at most: mint until it fits.
  let padding = octets - size(padded(1_000)) + 1_000
  for (let tries = 0; tries < 400; tries++) {
    const built = padded(padding)
    const missing = octets - size(built)
    if (missing === 0) return built
    if (Math.abs(missing) > 8) padding += missing
  }
  throw new Error(`no chain of ${octets} octets in 400 tries`)
}

const length = (count: number) =>
  `javax.net.ssl.SSLProtocolException: The certificate chain length (${count}) exceeds the maximum allowed length (10)`
const size = (octets: number) =>
  `javax.net.ssl.SSLProtocolException: The size of the handshake message (${octets}) exceeds the maximum allowed size (32768)`

describe('what Java takes of a Certificate message', () => {
  test('ten certificates, and of more the eleventh is counted', () => {
    expect(say(tower('message-limits', fixedNow, 9), '1.3')).toBe('accepted')
    expect(say(tower('message-limits', fixedNow, 10), '1.3')).toBe(length(11))
    expect(say(tower('message-limits', fixedNow, 40), '1.2')).toBe(length(11))
  })

  test('32,768 octets, counted as the version writes them', () => {
    // RFC 5246 §7.4.2: 3 + 2 × 3 octets beside the certificates; RFC 8446 §4.4.2: 4 + 2 × 5.
    expect(say(sized(32_759), '1.2')).toBe('accepted')
    expect(say(sized(32_760), '1.2')).toBe(size(32_769))
    expect(say(sized(32_754), '1.3')).toBe('accepted')
    expect(say(sized(32_755), '1.3')).toBe(size(32_769))
    // From a file: as the newest version that the client offers would carry it.
    expect(say(sized(32_755), null)).toBe(size(32_769))
  })

  test('both come before the decoder, and clients without such a limit go on', () => {
    const broken = tower('message-limits', fixedNow, 10)
    const chain = [...broken.chain.slice(0, 10), Uint8Array.of(1, 2, 3)]
    expect(say({ ...broken, chain }, '1.3')).toBe(length(11))
    const { takes: _takes, ...unlimited } = java17
    expect(say(tower('message-limits', fixedNow, 10), '1.3', unlimited)).toBe('accepted')
  })
})

const hasCompiler = versionOf('java', '--list-modules')?.includes('jdk.compiler') === true
const source = fileURLToPath(new URL('agreement/Handshake.java', import.meta.url))

describe.skipIf(!hasCompiler)('a real Java client on loopback (skipped where no JDK is installed)', () => {
  test('says the same of chains that are too long or too large, and of none that is not', async () => {
    const faults = [9, 10, 30].map((tiers) => tower('message-limits', fixedNow, tiers))
    const all = [...faults, sized(32_754), sized(32_755), sized(32_759), sized(32_760)]
    const servers = await Promise.all(
      all.map((built) => serveFault({ id: 'x', title: '', shows: '', build: () => built }, { now: fixedNow })),
    )
    try {
      const versions = ['1.2', '1.3']
      const said = await withDirectory(async (directory) => {
        const anchors = join(directory, 'anchors.pem')
        writeFileSync(anchors, certificatesPem(all.flatMap(({ anchors: own }) => own)))
        const asked = servers.flatMap(({ port }) => versions.map((version) => `${port}:TLSv${version}`))
        const { stdout } = await promisify(execFile)('java', [source, anchors, 'localhost', ...asked], {
          env: cleanEnvironment,
          timeout: 60_000,
        })
        return stdout.trim().split('\n')
      })
      // The certificates are minted for one instant and the client lives in another: whatever else it says is not compared.
      const limit = (text: string): string => (text.includes('exceeds the maximum allowed') ? text : 'taken')
      const ours = all.flatMap((built) => versions.map((version) => limit(say(built, version))))
      expect(said.map(limit)).toEqual(ours)
      expect(ours).toEqual(expect.arrayContaining(['taken', length(11), size(32_769)]))
    } finally {
      await Promise.all(servers.map((server) => server.close()))
    }
  }, 90_000)
})
