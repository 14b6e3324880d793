import { describe, expect, test } from 'vitest'
import { chainAuthorities } from '../../src/commands/chain-authorities.ts'
import type { Evidence, ObservedPlatform } from '../../src/model/evidence.ts'
import { interceptorOf } from '../../src/findings/facts/interceptors.ts'
import { trustSettingsOf } from '../../src/findings/facts/trust-settings.ts'
import { findingRules } from '../../src/findings/index.ts'
import { workshop, world } from '../../src/graph/world.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { caCertificate, type LabEntity, leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { authority, labHost, loopbackNames, server, usualValidity } from '../../src/lab/shapes.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { loadRoots } from '../../src/roots/load.ts'
import { opinions } from '../../src/roots/opinions.ts'
import { trustHistory } from '../../src/roots/trust-history.ts'
import { wellKnownAuthorities } from '../../src/roots/well-known.ts'
import { packAnchor } from '../../src/x509/anchor-record.ts'
import { CertificateNotes, chainSend, fixedNow, situationOf } from '../support/evidence.ts'

const shop = workshop(nodeSignatureVerifier())

interface Opened {
  readonly rootName: Readonly<Record<string, string>>
  /** What each client's store holds. */
  readonly clients: readonly { readonly id: string; readonly store: string; readonly trusts: boolean }[]
  readonly platform?: ObservedPlatform
  readonly rootSent?: boolean
  /** Anchors of the trusting stores beside the root and one other. */
  readonly more?: number
}

/** A server whose chain was made anew by an authority of the given name, with the facts that an observation notes. */
async function opened({ rootName, clients, platform = 'linux', rootSent = false, more = 60 }: Opened): Promise<Evidence> {
  const notes = new CertificateNotes()
  const root: LabEntity = { subject: rootName, key: labKey('p-256', `root ${JSON.stringify(rootName)}`) }
  const [own, leaf] = [authority('opened', 'Issuing CA'), server(labHost)]
  const rootId = notes.note(rootCertificate(root, usualValidity(fixedNow, 'root')))
  const chain = [
    notes.note(leafCertificate(own, leaf, usualValidity(fixedNow, 'leaf'), loopbackNames)),
    notes.note(caCertificate(root, own, usualValidity(fixedNow, 'intermediate'))),
    ...(rootSent ? [rootId] : []),
  ]
  const otherRoot = authority('opened', 'Other Root')
  const other = notes.note(rootCertificate(otherRoot, usualValidity(fixedNow, 'root')))
  const publicRoots = Array.from({ length: more }, (_, i) =>
    notes.note(rootCertificate({ subject: { CN: `Public ${i}` }, key: otherRoot.key }, usualValidity(fixedNow, 'root'))),
  )
  const evidence: Evidence = {
    schema: 1,
    at: fixedNow,
    clock: fixedNow,
    target: { host: labHost, port: 443 },
    sends: [chainSend(chain)],
    stores: [...new Map(clients.map(({ store, trusts }) => [store, trusts])).entries()].map(([id, trusts]) => ({
      id,
      origin: id,
      anchors: trusts ? [other, rootId, ...publicRoots] : [other],
    })),
    clients: clients.map(({ id, store }) => ({ id, store, why: 'test', asked: true })),
    certs: notes.certs,
    options: { offline: false },
    signatures: [],
    contacted: [],
    platform,
  }
  return { ...evidence, authorities: await chainAuthorities(world(evidence, shop)) }
}

const findingsOf = (evidence: Evidence): readonly Finding[] => {
  const situation = situationOf(evidence)
  return findingRules.flatMap((rule) => rule(situation))
}
const told = (findings: readonly Finding[], code: string): readonly Finding[] => findings.filter((f) => f.code === code)

const zscaler = { O: 'Zscaler Inc.', OU: 'Zscaler Inc.', CN: 'Zscaler Root CA' }
const system = '/etc/ssl/certs/ca-certificates.crt'
const usual = [
  { id: 'curl-8.17-openssl', store: system, trusts: true },
  { id: 'node-24', store: 'node', trusts: false },
  { id: 'python-3.13', store: '/venv/certifi/cacert.pem', trusts: false },
]

describe('an authority that no public programme knows', () => {
  test('is named by its product; who has it, who lacks it, and what makes each of those look where it is', async () => {
    const findings = findingsOf(await opened({ rootName: zscaler, clients: usual }))
    expect(told(findings, 'RC711')).toMatchObject([
      {
        severity: 'error',
        clients: ['node-24', 'python-3.13'],
        params: { product: 'Zscaler', kind: 'named', stores: system, have: 'curl-8.17-openssl', lack: 'node-24, python-3.13' },
      },
    ])
    expect(told(findings, 'RC712').map(({ params, clients }) => ({ clients, ...params }))).toEqual([
      {
        clients: ['node-24'],
        runtime: 'node',
        setting: 'NODE_OPTIONS=--use-system-ca',
        other: `NODE_EXTRA_CA_CERTS=${system}`,
        store: system,
        known: 'observed',
      },
      {
        clients: ['python-3.13'],
        runtime: 'python',
        setting: 'truststore.inject_into_ssl() (package truststore)',
        other: `SSL_CERT_FILE=${system}`,
        store: system,
        known: 'documented',
      },
    ])
  })

  test('a release that is older than the setting is told the one that it has', async () => {
    const clients = usual.map((c) => (c.id === 'node-24' ? { ...c, id: 'node-20' } : c))
    const [node] = told(findingsOf(await opened({ rootName: zscaler, clients })), 'RC712')
    expect(node?.params).toMatchObject({ runtime: 'node', setting: `NODE_EXTRA_CA_CERTS=${system}`, other: '' })
  })

  test('a store with a few roots is no file for a program that reads nothing else, and one for a program that adds it', async () => {
    const few = usual.map((c) => (c.trusts ? { ...c, store: '/opt/corp/root.pem' } : c))
    const [node, python] = told(findingsOf(await opened({ rootName: zscaler, clients: few, more: 0 })), 'RC712')
    expect(node?.params).toMatchObject({ setting: 'NODE_EXTRA_CA_CERTS=/opt/corp/root.pem', other: '' })
    expect(python?.params).toMatchObject({ setting: 'SSL_CERT_FILE=<file with the public roots and this one>', other: '' })
  })

  test('no store has it: nothing is told that would make anybody trust what was seen on the wire alone', async () => {
    const clients = usual.map((c) => ({ ...c, trusts: false }))
    const findings = findingsOf(await opened({ rootName: zscaler, clients, rootSent: true }))
    expect(told(findings, 'RC711')).toMatchObject([
      { severity: 'error', params: { kind: 'named-untrusted', have: '', stores: '' } },
    ])
    expect(told(findings, 'RC712')).toEqual([])
  })

  test('everybody has it: told without alarm; and of one without a known name not at all', async () => {
    const clients = usual.map((c) => ({ ...c, trusts: true }))
    expect(told(findingsOf(await opened({ rootName: zscaler, clients })), 'RC711')).toMatchObject([{ severity: 'notice' }])
    const plain = { O: 'Example', CN: 'Example Root' }
    expect(told(findingsOf(await opened({ rootName: plain, clients })), 'RC711')).toEqual([])
    expect(told(findingsOf(await opened({ rootName: plain, clients: usual })), 'RC711')).toMatchObject([
      { severity: 'error', params: { kind: 'unnamed', product: '', issuer: 'CN=Example Root,O=Example' } },
    ])
  })

  test('the name of a public root with another key is no public authority', async () => {
    const impostor = { C: 'US', O: 'Internet Security Research Group', CN: 'ISRG Root X1' }
    const evidence = await opened({ rootName: impostor, clients: usual })
    expect(evidence.authorities).toMatchObject([{ isPublic: false }])
    expect(told(findingsOf(evidence), 'RC711')).toMatchObject([{ params: { kind: 'unnamed' } }])
  })

  test('a root that programmes know only to block it is no public one', async () => {
    const table = await loadRoots()
    const superfish = Array.from({ length: table.size }, (_, place) => table.anchorAt(place).certificate()).find(({ subject }) =>
      subject.rdns.flat().some(({ value }) => value === 'Superfish, Inc.'),
    )
    if (superfish === undefined) throw new Error('the table has lost what it blocks')
    const evidence = await opened({ rootName: zscaler, clients: usual })
    const chained: Evidence = {
      ...evidence,
      sends: [chainSend([superfish.sha256])],
      anchors: { [superfish.sha256]: packAnchor(table.record(table.placeOf(superfish.sha256) ?? 0)) },
    }
    expect(await chainAuthorities(world(chained, shop))).toMatchObject([{ top: superfish.sha256, isPublic: false }])
  })

  test('where nobody looked, nothing is told', async () => {
    const { authorities: _, ...evidence } = await opened({ rootName: zscaler, clients: usual })
    expect(told(findingsOf(evidence), 'RC711')).toEqual([])
  })
})

describe('settings that make a runtime trust what the machine trusts', () => {
  const runtimes = ['node', 'npm', 'python', 'requests', 'pip', 'conda', 'uv', 'java', 'git', 'curl', 'deno', 'go', 'ruby', 'php']

  test('none turns verification off', () => {
    const off =
      /insecure|reject_?unauthorized|verify\s*=?\s*(?:false|none|0)|ssl_verify\s+false|strict-ssl|trusted-host|no-check|(?:^|\s)-k\b/i
    const all = (['linux', 'darwin', 'win32'] as const).flatMap((p) => runtimes.flatMap((r) => trustSettingsOf(r, p)))
    expect(all.length).toBeGreaterThan(60)
    expect(all.filter(({ set }) => off.test(set))).toEqual([])
  })

  test('the system’s store comes first where the platform lets the runtime ask it', () => {
    const first = (runtime: string, platform: ObservedPlatform) => trustSettingsOf(runtime, platform)[0]?.set
    expect(first('java', 'win32')).toContain('trustStoreType=Windows-ROOT')
    expect(first('java', 'darwin')).toContain('trustStoreType=KeychainStore')
    expect(first('java', 'linux')).toContain('keytool')
    expect(first('git', 'win32')).toContain('schannel')
    expect(first('git', 'linux')).toContain('http.sslCAInfo')
    // Go asks Windows and macOS by itself: there is nothing to set.
    expect(first('go', 'darwin')).toBeUndefined()
  })
})

describe('names of products', () => {
  // Common names as their vendors' documentation gives them.
  test.each([
    ['Zscaler Root CA', 'Zscaler'],
    ['ca.acme.goskope.com', 'Netskope'],
    ['Cisco Umbrella Root CA', 'Cisco Umbrella'],
    ['mitmproxy', 'mitmproxy'],
    ['PortSwigger CA', 'Burp Suite'],
    ['DO_NOT_TRUST_FiddlerRoot', 'Fiddler'],
    ['Kaspersky Anti-Virus Personal Root Certificate', 'Kaspersky'],
    ['Avast Web/Mail Shield Root', 'Avast'],
    ['Fortinet_CA_SSL', 'Fortinet FortiGate'],
    // As people pasted them.
    ['Gateway CA - Cloudflare Managed G1 18ef3246e9f36d15', 'Cloudflare Gateway'],
    ['AVG Web/Mail Shield Root', 'AVG'],
    ['Norton Web/Mail Shield Root', 'Norton'],
    ['ESET SSL Filter CA', 'ESET'],
    ['AdGuard Personal CA', 'AdGuard'],
    ['Charles Proxy CA (7 Dec 2020, MacBook-Pro.local)', 'Charles'],
    ['*.dfw3.goskope.com', 'Netskope'],
    // zaproxy and httptoolkit-server, in their source.
    ['OWASP Zed Attack Proxy Root CA', 'OWASP ZAP'],
    ['HTTP Toolkit CA - DO NOT TRUST', 'HTTP Toolkit'],
    // What Chromium knows: ssl_error_assistant.asciipb, mitm_software.
    ['avast! Web/Mail Shield Root', 'Avast'],
    ['Bitdefender Personal CA.Net-Defender', 'Bitdefender'],
    ['Cisco Umbrella Primary SubCA', 'Cisco Umbrella'],
    ['ContentKeeper Appliance CA (123)', 'ContentKeeper'],
    ['Cyberoam Certificate Authority', 'Cyberoam'],
    ['Forcepoint Cloud CA', 'Forcepoint'],
    ['FortiGate CA', 'Fortinet FortiGate'],
    ['McAfee Web Gateway', 'Trellix or McAfee Web Gateway'],
    ['www.netspark.com', 'NetSpark'],
    ['Smoothwall-default-root-certificate-authority', 'Smoothwall'],
    ['HTTPS Management Certificate for SonicWALL', 'SonicWall'],
    ['Sophos_CA_C1234', 'Sophos'],
    ['sophosutm Proxy CA', 'Sophos'],
    ['Blue Coat Systems, Inc.', 'Blue Coat or Symantec ProxySG'],
    ['IWSS.TREND', 'Trend Micro'],
  ])('%s', (name, product) => expect(interceptorOf(name)).toBe(product))

  test('no root of a public programme bears one', async () => {
    const table = await loadRoots()
    const found = Array.from({ length: table.size }, (_, place) => table.anchorAt(place).certificate())
      // The table has some that were only ever blocked: Superfish's is one.
      .filter(({ sha256 }) => trustHistory(table, sha256).length > 0)
      .flatMap(({ subject }) => subject.rdns.flat().map(({ value }) => value))
      .filter((value) => interceptorOf(value) !== null)
    expect(table.size).toBeGreaterThan(800)
    expect(found).toEqual([])
  })
})

test('the well-known authorities are trusted by four programmes and more in the table', async () => {
  const table = await loadRoots()
  const weak = [...wellKnownAuthorities].filter((sha256: Sha256) => {
    const own = opinions(table, sha256, { kind: 'latest' }).filter((o) => o.verdict === 'trusted')
    return new Set(own.map((o) => o.platform.programme)).size < 4
  })
  expect(wellKnownAuthorities.size).toBeGreaterThan(15)
  expect(weak).toEqual([])
})
