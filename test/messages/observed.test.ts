import { describe, expect, test } from 'vitest'
import type { Failure, FailureCode } from '../../src/model/failure.ts'
import { seconds } from '../../src/model/time.ts'
import { messageTables } from '../../src/messages/index.ts'
import { recognise } from '../../src/messages/recognise.ts'
import { render } from '../../src/messages/render.ts'
import { says } from '../../src/messages/says.ts'
import { entriesOf } from '../../src/messages/wrap.ts'
import { sameSentence } from '../oracle/normalise.ts'
import { readObservations } from '../oracle/observed.ts'

const observed = readObservations()
const clock = seconds(Date.UTC(2026, 10, 22, 1, 20) / 1000)

/** What is wrong with each case (cases.json), where, and what a verifier would say of it. Written by hand from the certificates. */
interface Fact {
  readonly codes: readonly FailureCode[]
  readonly at: number
  readonly params?: Readonly<Record<string, string>>
}

const ended2020 = { notAfter: '2020-05-30T10:48:38Z', notAfterUnix: '1590835718' }
const facts: Readonly<Record<string, Fact>> = {
  'leaf-expired': { codes: ['expired'], at: 0, params: { notAfter: '2025-01-01T00:00:00Z', notAfterUnix: '1735689600' } },
  'int-expired': { codes: ['expired'], at: 1, params: { ...ended2020, detail: 'issuer' } },
  'at-a-both(old first)': { codes: ['expired'], at: 3, params: ended2020 },
  'at-b-oldonly': { codes: ['expired'], at: 3, params: { ...ended2020, detail: 'issuer' } },
  'le-a-both': { codes: ['expired'], at: 3, params: ended2020 },
  'le-b-oldonly': { codes: ['expired'], at: 3, params: ended2020 },
  // OpenSSL 1.0.1 tells it once more as 27 (check_trust), and a client that goes on tells that.
  'root-unknown': { codes: ['issuer-not-found', 'path-not-found'], at: 1 },
  // One fact in two words: no issuer, and so no signature that could be checked.
  'missing-int': { codes: ['issuer-not-found', 'target-unverified'], at: 0 },
  selfsigned: { codes: ['self-signed-target'], at: 0 },
  'wrong-host': {
    codes: ['host-mismatch'],
    at: 0,
    params: { isDnsNamed: 'yes', names: 'other.test', sans: 'DNS:other.test', rustNames: 'DnsName("other.test")' },
  },
  'ip-connect': {
    codes: ['ip-mismatch'],
    at: 0,
    params: {
      isDnsNamed: 'yes',
      names: 'localhost, lab.test',
      sans: 'DNS:localhost, DNS:lab.test',
      rustNames: 'DnsName("localhost") or DnsName("lab.test")',
    },
  },
  'no-san-cn-only': { codes: ['host-in-common-name-only'], at: 0, params: { cn: 'localhost' } },
  'eku-clientauth': { codes: ['purpose-target'], at: 0, params: { purposes: 'client authentication' } },
  'nc-int-violation': { codes: ['name-not-permitted'], at: 0, params: { kind: 'DNS name', name: 'localhost' } },
  'nc-root-violation': { codes: ['name-not-permitted'], at: 0, params: { kind: 'DNS name', name: 'localhost' } },
  'strict-root-bc-noncrit': { codes: ['strict-basic-constraints-not-critical'], at: 1 },
  'strict-root-no-bc': {
    codes: ['not-a-ca'],
    at: 1,
    params: { cn: 'Lab Root no BC', dn: 'CN=Lab Root no BC, O=Lab', anchor: 'yes' },
  },
  'strict-root-noku-noski': { codes: ['strict-akid-missing'], at: 0 },
  'strict-leaf-noaki': { codes: ['strict-akid-missing'], at: 0 },
  'leaf-x509v1': { codes: ['strict-akid-missing'], at: 0 },
  'sha1-int': { codes: ['ca-digest-weak'], at: 1, params: { goAlgorithm: 'SHA1-RSA', sha1: 'yes', issuerCn: 'Lab Root R1' } },
  'rsa1024-int': { codes: ['ca-key-weak'], at: 1 },
  pathlen: { codes: ['path-length-exceeded'], at: 2 },
}

/** Texts that do not name the case's cause, and why. Each must go on being needed. */
const exceptions: readonly {
  readonly client: RegExp
  readonly case: string
  readonly code: FailureCode
  readonly reason: string
}[] = [
  {
    client: /^(node-[0468]|bun)$/,
    case: 'selfsigned',
    code: 'target-unverified',
    reason: 'OpenSSL 1.0.x and BoringSSL do not count a certificate as self-signed whose keyUsage lacks keyCertSign',
  },
  {
    client: /^(node-(1\d|2\d)|bun)$/,
    case: 'strict-root-no-bc',
    code: 'purpose-ca',
    reason: 'Node and Bun tell the last failure: after the root is found to be no CA, it does not suit the purpose',
  },
]

/** Which table must render each client’s recordings. */
const tableOf: readonly (readonly [RegExp, string])[] = [
  [/^node-0$/, 'node-0'],
  [/^node-[468]$/, 'node-4'],
  [/^node-10$/, 'node-10'],
  [/^node-1[246]$/, 'node-12'],
  [/^node-(18|20|22)$/, 'node-18'],
  [/^node-2[46]$/, 'node-24'],
  [/^bun$/, 'bun-1.4'],
  [/^perl-IO-Socket-SSL$/, 'perl-2.081'],
  [/^ruby-3\.1$/, 'ruby-3.1'],
  [/^deno$/, 'deno-2.8'],
  [/^openssl-s_client-3\.0$/, 'openssl-s_client-3'],
  [/^openssl-s_client-1\.1\.1$/, 'openssl-s_client-1'],
  [/^openssl-verify-1\.1\.1$/, 'openssl-verify-1.1.0'],
  [/^openssl-verify-/, 'openssl-verify-3'],
  [/^python-3\.9$/, 'python-3.7-openssl-1'],
  [/^python-/, 'python-3.7-openssl-3'],
  [/^go-1\.15$/, 'go-1.15'],
  [/^go-1\.19$/, 'go-1.18'],
  [/^go-(trixie|sid)$/, 'go-1.24'],
  [/^java-(8|11|17)$/, 'java-8'],
  [/^java-2[15]$/, 'java-21'],
  [/^gnutls-/, 'gnutls'],
  [/^curl-7\.74-openssl$/, 'curl-7-openssl-1'],
  [/^curl-7\.88-openssl$/, 'curl-7-openssl-3'],
  [/^curl-trixie$/, 'curl-8.10-openssl'],
  [/^curl-sid$/, 'curl-8.17-openssl'],
  [/^rustls-0\.20$/, 'rustls-0.20'],
  [/^rustls-0\.23$/, 'rustls-0.23'],
]

const rendering: Readonly<Record<string, string>> = {
  'rustls-0.20 ip-connect': 'the name is refused before any certificate: a text of the handshake, not of a table',
}

function codesOf(client: string, name: string): readonly FailureCode[] {
  const exception = exceptions.find((e) => e.client.test(client) && e.case === name)
  return exception ? [exception.code] : (facts[name]?.codes ?? [])
}

/** Our sentence for a case, as if its cause were this code. */
function ours(table: string, name: string, code: FailureCode): string {
  const failure: Failure = { code, at: facts[name]?.at ?? 0, certificate: null, params: facts[name]?.params ?? {} }
  return render(says(messageTables()[table] ?? {}, failure, { host: name === 'ip-connect' ? '127.0.0.1' : 'localhost' }), clock)
}

describe.skipIf(observed === null)('recordings (skipped without ../shared/oracle)', () => {
  const rejections = Object.entries(observed ?? {}).flatMap(([client, cases]) =>
    Object.entries(cases).flatMap(([name, { result, text }]) => (result === 'R' ? [{ client, name, text }] : [])),
  )
  const modelled = rejections.flatMap((r) => {
    const table = tableOf.find(([pattern]) => pattern.test(r.client))?.[1]
    return table === undefined ? [] : [{ ...r, table }]
  })

  test('there are as many as are known', () => {
    expect(new Set(modelled.map(({ client }) => client)).size).toBe(48)
    expect(modelled.length).toBeGreaterThan(400)
  })

  test('each is recognised, with the cause of its case among the causes', () => {
    const failed = rejections.filter(({ client, name, text }) => {
      if (!tableOf.some(([pattern]) => pattern.test(client)) && !also.test(client)) return false
      const causes = recognise(text).filter((m) => m.who === 'we')
      return !codesOf(client, name).some((code) => causes.some((m) => m.code === code))
    })
    expect(failed.map(({ client, name, text }) => `${client} ${name}: ${text.slice(0, 120)}`)).toEqual([])
  })

  test('each is what our table renders', () => {
    const failed = modelled.flatMap(({ client, name, text, table }) => {
      if (rendering[`${client} ${name}`] !== undefined) return []
      const sentences = codesOf(client, name).map((code) => ours(table, name, code))
      return sentences.some((sentence) => sameSentence(sentence, text))
        ? []
        : [`${client} ${name}: ${text.slice(0, 200)} | ours: ${sentences.join(' | ')}`]
    })
    expect(failed).toEqual([])
  })

  test('a changed cause would be noticed', () => {
    for (const { client, name, text, table } of modelled) {
      const own = codesOf(client, name).map((code) => ours(table, name, code))
      for (const [code] of entriesOf(messageTables()[table] ?? {})) {
        const other = ours(table, name, code)
        // Some texts are one for several codes.
        if (!own.includes(other)) expect(sameSentence(other, text), `${client} ${name}: ${code} reads as ${text}`).toBe(false)
      }
    }
  })

  test('each exception is still needed', () => {
    for (const { client, case: name, reason } of exceptions) {
      const concerned = rejections.filter((r) => client.test(r.client) && r.name === name)
      const needed = concerned.some(({ text }) => !recognise(text).some((m) => facts[name]?.codes.includes(m.code)))
      expect(needed, reason).toBe(true)
    }
    for (const [key, reason] of Object.entries(rendering)) {
      const [client = '', name = ''] = key.split(' ')
      expect(observed?.[client]?.[name]?.result, reason).toBe('R')
    }
  })
})

/** Clients without a table whose texts are recognised all the same. */
const also = /^(curl-7\.88-gnutls|git-2\.39-gnutls|wget-1\.21-gnutls|bun)$/
