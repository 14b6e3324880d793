import { describe, expect, test } from 'vitest'
import { readCaseFile } from '../../src/capture/case-file.ts'
import { writeCaseFile } from '../../src/capture/write-case.ts'
import { diagnose } from '../../src/diagnose.ts'
import { recordedSignatures } from '../../src/graph/world.ts'
import type { Evidence, StoreEvidence, SwitchedOff, TrustSettings } from '../../src/model/evidence.ts'
import type { Setting } from '../../src/model/machine.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { renderDiscord } from '../../src/report/discord.ts'
import { renderGithub } from '../../src/report/github.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { redactEvidence, redactReport } from '../../src/report/redact.ts'
import { renderText } from '../../src/report/text.ts'
import { textOf } from '../../src/report/styled.ts'
import { goldenEvidence } from '../support/golden-replay.ts'

/*
 * A machine full of words that must not leave it. Each holds `canary`; what is made to be shared must hold none, but the name that was asked
 * for. Some hosts lie below a public suffix: where only hosts stand, these are masked too.
 */
const host = 'shop.canarytarget.corp'
const home = '/home/alicecanary'
const token = 'npm_canaryA1B2a1B2a1B2a1B2a1B2a1B2'

const setting = (kind: Setting['kind'], name: string, value: string, where = ''): Setting => ({ kind, name, value, where })
const off = (program: string, own: Setting): SwitchedOff => ({ program, setting: own })

const switchedOff: readonly SwitchedOff[] = [
  off('curl 8.17.0', setting('file', 'insecure', '', `${home}/.curlrc:1`)),
  off(
    'pip 24.0',
    setting('file', 'trusted-host', 'pypicanary pypi.canary.com:8443 shop.canarytarget.corp', `${home}/.config/pip/pip.conf:2`),
  ),
  off('git 2.39.5', setting('file', 'http.https://gitcanary/.sslVerify', 'false', '/home/bobcanary/.gitconfig:3')),
  off(
    'git 2.39.5',
    setting('file', 'http.https://tok:canarypw@git.canary.com:8443/.sslVerify', 'false', 'C:\\Users\\Carol Canary\\.gitconfig:1'),
  ),
  off('git 2.39.5', setting('variable', 'GIT_CONFIG_VALUE_0', `https://u:${token}@x.example`)),
  off('npm 10.0.0', setting('file', 'strict-ssl', 'false', '/Users/davecanary/.npmrc:7')),
  off('docker', setting('file', 'insecure-registries', 'registrycanary:5000, registry.canary.com', '/etc/docker/daemon.json')),
]

function planted(): Evidence {
  const evidence = goldenEvidence('expired-cross')
  const [first, ...rest] = evidence.clients
  const [store, ...stores] = evidence.stores
  if (first === undefined || store === undefined) throw new Error('no client')
  const anchor = ('anchors' in store ? store.anchors[0] : undefined) ?? ('' as Sha256)
  const settings: TrustSettings = {
    trusts: [],
    rejects: [],
    entries: {
      list: [
        { says: 'nothing', host: 'settings.canary.com' },
        { says: 'trusts', host },
      ],
      otherwise: 'trusts',
    },
  }
  const named = {
    ...store,
    origin: `${home}/own.pem, \\\\filecanary\\share\\ca.pem, /etc/docker/certs.d/certscanary:5000/ca.crt, /etc/docker/certs.d/certs.canary.com/ca.crt`,
    settings: { [anchor]: settings },
  } as StoreEvidence
  return {
    ...evidence,
    target: { ...evidence.target, host, source: `${home}/chain.pem` },
    sends: evidence.sends.map((send) => ({ ...send, address: '10.66.66.66', servername: 'snicanary' })),
    stores: [named, ...stores],
    clients: [
      {
        ...first,
        chosenBy: [setting('variable', 'SSL_CERT_FILE', `${home}/ca.pem`)],
        why: `set by evecanary in /home/evecanary/.profile`,
        off: switchedOff,
        programs: ['curl 8.17.0', 'pip 24.0'],
        observed: {
          program: 'curl',
          version: '8.17.0',
          verdict: 'rejected',
          says: `no route to hostcanary.internal (10.9.8.7) password=canarypw by ${home}`,
          why: '',
        },
      },
      ...rest,
    ],
    contacted: ['proxy proxycanary:3128', 'proxy proxy.canary.com:3128'],
    settings: {
      HTTPS_PROXY: 'http://user:canarypw@envproxycanary:3128',
      http_proxy: 'bareproxycanary:80',
      NO_PROXY: 'localhost,nocanary,.nocanary.com,*.stars.canary.com,10.1.2.3,canary.corp',
      REQUESTS_CA_BUNDLE: `${home}/bundle.pem`,
    },
    resolvers: {
      kind: 'own-domain',
      domain: 'office.canary.com',
      servers: ['10.5.5.5'],
      where: ['/etc/resolver/office.canary.com', `${home}/resolv.conf`],
    },
    hostsEntries: [{ address: '192.168.77.77', where: '/home/frankcanary/hosts:3' }],
    plainAnswer: { status: 302, redirectsTo: 'portalcanary' },
    unfetched: [{ from: 'http://pkicanary/ca.crt', by: anchor, why: `ENOENT ${home}/cache` }],
  }
}

/** Everything that is planted and private, as far as it is no part of the name that stays. */
const leaks = /canary(?!target\.corp)|10\.66\.66\.66|10\.9\.8\.7|10\.1\.2\.3|10\.5\.5\.5|192\.168\.77\.77/i
const found = (text: string): readonly string[] =>
  [...text.matchAll(new RegExp(`.{0,30}(?:${leaks.source}).{0,10}`, 'gi'))].map(([t]) => t)

describe('a case that is given away', () => {
  const { evidence: shared, keptHost } = redactEvidence(planted())
  const { certs: _certs, anchors: _anchors, ...said } = shared

  test('holds none of them', () => {
    expect(found(JSON.stringify(said))).toEqual([])
    expect(keptHost).toBe(host)
  })

  test('keeps what is switched off, with its programs and places', () => {
    const [first] = readCaseFile(writeCaseFile(shared), 'case.json').clients
    expect(first?.off).toHaveLength(switchedOff.length)
    expect(first?.off?.[0]).toEqual(off('curl 8.17.0', setting('file', 'insecure', '', '/home/user-1/.curlrc:1')))
    // The host that was asked for stays: it is why the setting bears on it.
    expect(first?.off?.[1]?.setting.value).toMatch(/^host-\d+ host-\d+:8443 shop\.canarytarget\.corp$/)
  })

  test('gives the same verdicts, and is given away again as it is', () => {
    const verdicts = (e: Evidence) => diagnose(e, { verify: recordedSignatures }).results.map((r) => [r.client, r.verdict])
    expect(verdicts(shared)).toEqual(verdicts(planted()))
    expect(redactEvidence(shared).evidence).toEqual(shared)
  })

  test('settings by certificate that name no host are as they were', () => {
    const own = planted().stores.map((s) => ('settings' in s ? s.settings : null))
    const masked = shared.stores.map((s) => ('settings' in s ? s.settings : null))
    expect(JSON.stringify(masked)).toBe(
      JSON.stringify(own).replace('settings.canary.com', /host-\d+/.exec(JSON.stringify(masked))?.[0] ?? ''),
    )
  })
})

describe('a report that is shown to others', () => {
  const report = diagnose(planted(), { verify: recordedSignatures })
  test.each([
    ['markdown', renderMarkdown],
    ['github', renderGithub],
    ['discord', renderDiscord],
  ] as const)('as %s holds none of them, and the name that was asked for neither', (_, render) => {
    expect(found(render(redactReport(report)))).toEqual([])
    expect(render(redactReport(report))).not.toContain('canarytarget')
    // Not masked it holds some: they were there to be found.
    expect(found(render(report)).length).toBeGreaterThan(0)
  })

  test('as text it tells oneself what is off, and where', () => {
    const text = renderText(report, { width: 120 }).map(textOf).join('\n').replace(/\s+/g, ' ')
    expect(text).toContain(`insecure (${home}/.curlrc:1)`)
  })
})

describe('a public name that was asked for', () => {
  test('stays, also where a setting names it', () => {
    const open = { ...planted(), target: { ...planted().target, host: 'www.openname.com' } }
    const sends = open.sends.map((send) => ({ ...send, address: '192.0.2.1', servername: 'www.openname.com' }))
    const report = diagnose(
      { ...open, sends, settings: { NO_PROXY: 'www.openname.com,nocanary' } },
      { verify: recordedSignatures },
    )
    expect(renderMarkdown(redactReport(report))).toContain('www.openname.com')
  })
})
