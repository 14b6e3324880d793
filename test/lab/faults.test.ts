import { createPublicKey, X509Certificate } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { BuiltFault } from '../../src/lab/fault.ts'
import { faults } from '../../src/lab/faults/index.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { seconds } from '../../src/model/time.ts'
import { openssl, opensslMajor, verify } from './openssl.ts'

const now = seconds(Date.UTC(2026, 10, 22) / 1000)
const built = new Map(faults.map((fault) => [fault.id, fault.build(now)]))

function get(id: string): BuiltFault {
  const found = built.get(id)
  if (!found) throw new Error(`no fault ${id}`)
  return found
}
const x509 = (der: Uint8Array | undefined): X509Certificate => new X509Certificate(der ?? new Uint8Array())
const sent = (id: string): X509Certificate[] => get(id).chain.map(x509)
const anchors = (id: string): X509Certificate[] => get(id).anchors.map(x509)
const date = (text: string): number => Date.parse(text) / 1000
const says = (der: Uint8Array | undefined): Promise<string> =>
  openssl(['x509', '-noout', '-text', '-nameopt', 'RFC2253'], certificatesPem(der ? [der] : []))

/** Whether each certificate names the one behind it as its issuer and bears its signature. */
const links = (path: readonly X509Certificate[]): boolean[] =>
  path.slice(1).map((issuer, at) => {
    const subject = path[at]
    return subject !== undefined && subject.issuer === issuer.subject && subject.verify(issuer.publicKey)
  })

describe('the registry', () => {
  test('has every file of the folder, each under its own name, in ids that differ', () => {
    const files = readdirSync(new URL('../../src/lab/faults', import.meta.url)).filter((name) => name !== 'index.ts')
    expect(files.sort()).toEqual(faults.map(({ id }) => `${id}.ts`).sort())
    expect(faults.length).toBeGreaterThanOrEqual(34)
  })

  test('no authority bears the name of another fault’s, so that all anchors can be trusted together', () => {
    const names = [...built.values()].map((each) => new Set(each.anchors.map((der) => x509(der).subject)))
    const all = names.flatMap((each) => [...each])
    expect(new Set(all).size).toBe(all.length)
  })

  test.each([...built])('%s: different names have different keys, authorities and servers alike', (_id, fault) => {
    const others = 'others' in fault.serve ? fault.serve.others.flatMap(({ chain }) => chain) : []
    const everything = [...fault.chain, ...fault.anchors, ...(fault.stores ?? []).flatMap((store) => store.anchors), ...others]
    const holder = new Map<string, string>()
    for (const der of everything) {
      let certificate: X509Certificate
      try {
        certificate = x509(der)
      } catch {
        continue
      }
      const key = certificate.publicKey.export({ type: 'spki', format: 'der' }).toString('hex')
      expect(holder.get(key) ?? certificate.subject).toBe(certificate.subject)
      holder.set(key, certificate.subject)
    }
  })

  test.each([...built])('%s: key and leaf belong together; the stores hold what the fault tells of', (_id, fault) => {
    if (fault.key) {
      const own = createPublicKey(fault.key).export({ type: 'spki', format: 'der' })
      expect(x509(fault.chain[0]).publicKey.export({ type: 'spki', format: 'der' })).toEqual(own)
    }
    for (const store of fault.stores ?? []) for (const anchor of store.anchors) expect(x509(anchor).ca).toBe(true)
    if ('others' in fault.serve) {
      for (const other of fault.serve.others) expect(x509(other.chain[0]).checkPrivateKey(other.key)).toBe(true)
    }
  })
})

/**
 * By OpenSSL 3 at security level 2: what it says of the chain with the anchors given, at the instant of the fault.
 * `null`: there is no chain that it could be shown.
 */
const opensslSays: Readonly<Record<string, string | null>> = {
  good: 'OK',
  'addtrust-2020': '10@3 10@2',
  'dst-root-x3': '10@3',
  'expired-leaf': '10@0',
  'expired-intermediate': '10@1',
  'expired-anchor': '10@2',
  'expired-cross': '10@2',
  'not-yet-valid-leaf': '9@0',
  'clock-suspected': '9@2',
  'missing-intermediate': '20@0',
  'wrong-order': 'OK',
  'superfluous-certificates': 'OK',
  'duplicate-certificates': 'OK',
  'untrusted-root-sent': '19@2',
  'self-signed-leaf': '18@0',
  'unknown-root': '20@1',
  'wrong-host': '62@0',
  'no-san': 'OK',
  'ip-without-ip-san': '64@0',
  'wildcard-too-deep': '62@0',
  'sha1-intermediate': '68@1',
  'md5-intermediate': '68@1',
  'rsa-1024-leaf': '66@0',
  'rsa-1024-intermediate': '67@1',
  'ed25519-leaf': 'OK',
  'client-purpose-leaf': '26@0',
  'wrong-purpose-intermediate': '26@1',
  'intermediate-without-cert-sign': '79@1 26@1 32@1',
  'intermediate-not-a-ca': '79@1 26@1',
  'version-1-intermediate': '79@1 26@1',
  'path-length-exceeded': '25@2',
  'name-not-permitted': '47@0',
  'name-excluded': '48@0',
  'root-name-constraints': '47@0',
  'strict-basic-constraints': 'OK',
  'strict-key-identifiers': 'OK',
  'strict-key-usage': 'OK',
  'two-keys-one-name': '7@1',
  'renewed-intermediate': 'OK',
  'cross-loop': '20@2',
  'long-chain': 'OK',
  'hundred-certificates': 'OK',
  'critical-unknown-extension': '34@0',
  'bad-signature': '7@0',
  'negative-serial': 'OK',
  'duplicate-extension': '20@0',
  'algorithm-mismatch': '7@0',
  'junk-leaf': null,
  'junk-in-chain': null,
  'trailing-bytes': null,
  'empty-chain': null,
  'explicit-ec-parameters': '94@1',
  'chain-by-hello': '10@1',
  'server-name-required': 'OK',
  'stale-backend': 'OK',
  'stale-backend-by-turns': 'OK',
  'client-certificate-required': 'OK',
  'old-protocol': 'OK',
  'new-protocol': 'OK',
  'unrecognized-name': null,
  'handshake-failure': null,
  'plain-http': null,
  'ssh-banner': null,
  silent: null,
  closes: null,
  slow: 'OK',
  'must-staple': 'OK',
  'long-lived-leaf': 'OK',
}

describe.skipIf(opensslMajor < 3)('as `openssl verify` judges it (skipped without OpenSSL 3)', () => {
  test('every fault is in the table', () => {
    expect(Object.keys(opensslSays).sort()).toEqual(faults.map(({ id }) => id).sort())
  })

  test.each(Object.entries(opensslSays).filter(([, expected]) => expected !== null))('%s: %s', async (id, expected) => {
    const fault = get(id)
    expect(await verify({ ...fault, at: fault.at ?? now })).toBe(expected)
  })

  test.each([
    ['good', 'OK'],
    ['strict-basic-constraints', '89@1'],
    ['strict-key-identifiers', '85@0'],
    ['strict-key-usage', '92@1'],
  ])('%s, strictly: %s first', async (id, first) => {
    const told = await verify({ ...get(id), at: now, flags: ['-x509_strict'] })
    expect(told.split(' ')[0]).toBe(first)
  })

  test('every store of a machine gives its own answer', async () => {
    const at = (id: string, store: string): Promise<string> => {
      const fault = get(id)
      const found = fault.stores?.find((each) => each.id === store)
      return verify({ ...fault, anchors: found?.anchors ?? [], at: fault.at ?? now })
    }
    expect(await at('addtrust-2020', 'windows-lazy')).toBe('10@3 10@2')
    expect(await at('addtrust-2020', 'linux-bundle')).toBe('OK')
    expect(await at('dst-root-x3', 'android-7.0')).toBe('10@3')
    expect(await at('dst-root-x3', 'linux-both')).toBe('OK')
    expect(await at('dst-root-x3', 'linux-updated')).toBe('OK')
    expect(await at('expired-cross', 'old-bundle')).toBe('10@2')
    expect(await at('expired-cross', 'new-bundle')).toBe('OK')
    expect(await at('untrusted-root-sent', 'public')).toBe('19@2')
    expect(await at('untrusted-root-sent', 'managed')).toBe('OK')
  })

  test('addtrust-2020: OpenSSL counts the second of notAfter itself as expired', async () => {
    const last = date('2020-05-30T10:48:38Z')
    expect(await verify({ ...get('addtrust-2020'), at: last - 1 })).toBe('OK')
    expect(await verify({ ...get('addtrust-2020'), at: last })).toBe('10@3 10@2')
  })

  test('the other chains', async () => {
    const other = (id: string): Promise<string> => {
      const fault = get(id)
      const { serve } = fault
      const chain = 'others' in serve ? (serve.others[0]?.chain ?? []) : []
      return verify({ ...fault, chain, at: now })
    }
    expect(await other('chain-by-hello')).toBe('OK')
    expect(await other('stale-backend')).toBe('10@0')
    expect(await other('server-name-required')).toBe('62@0')
    expect(await other('stale-backend-by-turns')).toBe('10@0')
  })

  test('details that no verdict shows', async () => {
    expect(await says(get('sha1-intermediate').chain[1])).toContain('Signature Algorithm: sha1WithRSAEncryption')
    expect(await says(get('md5-intermediate').chain[1])).toContain('Signature Algorithm: md5WithRSAEncryption')
    expect(await says(get('negative-serial').chain[0])).toMatch(/Serial Number: -/)
    expect(await says(get('must-staple').chain[0])).toMatch(/TLS Feature:\s+status_request/)
    expect(await says(get('explicit-ec-parameters').chain[1])).toContain('Field Type: prime-field')
    expect((await says(get('duplicate-extension').chain[0])).match(/Subject Alternative Name/g)).toHaveLength(2)
    expect(await says(get('algorithm-mismatch').chain[0])).toMatch(/ecdsa-with-SHA384[\s\S]*ecdsa-with-SHA256/)
    expect(await says(get('root-name-constraints').anchors[0])).toMatch(/Name Constraints: critical\s+Permitted:\s+DNS:lab.test/)
    expect(await says(get('name-excluded').chain[1])).toMatch(/Name Constraints: critical\s+Excluded:\s+DNS:localhost/)
    const strict = await says(get('strict-basic-constraints').chain[1])
    expect(strict).toMatch(/Basic Constraints:\s+CA:TRUE/)
  })
})

describe('structure, by node:crypto', () => {
  test('addtrust-2020 has the shape and the dates of 30 May 2020', () => {
    const [leaf, intermediate, cross] = sent('addtrust-2020')
    const stores = get('addtrust-2020').stores ?? []
    const [old, renewed] = (stores.find(({ id }) => id === 'linux-bundle')?.anchors ?? []).map(x509)
    expect(stores.map(({ id, anchors: held }) => [id, held.length])).toEqual([
      ['windows-lazy', 1],
      ['linux-bundle', 2],
    ])
    expect(stores[0]?.origin).toBe('Windows stores of a machine that never fetched the new root')
    if (!leaf || !intermediate || !cross || !old || !renewed) throw new Error('a certificate is missing')
    expect(links([leaf, intermediate, cross, old])).toEqual([true, true, true])
    expect(links([leaf, intermediate, renewed])).toEqual([true, true])
    expect(cross.subject).toBe(renewed.subject)
    expect(cross.publicKey.equals(renewed.publicKey)).toBe(true)
    expect(old.publicKey.equals(renewed.publicKey)).toBe(false)
    expect([old, cross, renewed, intermediate].map(({ validFrom, validTo }) => [date(validFrom), date(validTo)])).toEqual([
      [date('2000-05-30T10:48:38Z'), date('2020-05-30T10:48:38Z')],
      [date('2000-05-30T10:48:38Z'), date('2020-05-30T10:48:38Z')],
      [date('2010-02-01T00:00:00Z'), date('2038-01-18T23:59:59Z')],
      [date('2018-11-02T00:00:00Z'), date('2030-12-31T23:59:59Z')],
    ])
    expect(get('addtrust-2020').at).toBe(date('2020-05-30T10:48:39Z'))
    const lifetime = (date(leaf.validTo) - date(leaf.validFrom)) / 86400
    expect(lifetime).toBeGreaterThan(390)
    expect(lifetime).toBeLessThan(400)
  })

  test('wrong-order: the chain is whole, but from the root down', () => {
    const [leaf, ...above] = sent('wrong-order')
    if (!leaf) throw new Error('no leaf')
    expect(links([leaf, ...above])).toContain(false)
    expect(links([leaf, ...above.reverse()])).toEqual([true, true, true])
  })

  test.each([
    ['good', 2],
    ['path-length-exceeded', 3],
    ['long-chain', 12],
    ['hundred-certificates', 100],
  ])('%s: %i certificates, each by the one behind it, up to the anchor', (id, count) => {
    expect(sent(id)).toHaveLength(count)
    const path = [...sent(id), ...anchors(id)]
    expect(links(path)).toEqual(Array.from({ length: count }, () => true))
    expect(new Set(path.map(({ fingerprint256 }) => fingerprint256)).size).toBe(count + 1)
  })

  test('cross-loop: each authority is certified by the other, and neither by the anchor', () => {
    const [leaf, east, west] = sent('cross-loop')
    if (!leaf || !east || !west) throw new Error('a certificate is missing')
    expect(links([leaf, east, west, east])).toEqual([true, true, true])
    expect(anchors('cross-loop').map(({ subject }) => subject)).not.toContain(west.issuer)
  })

  test('two-keys-one-name: one name, two keys, and the wrong one first', () => {
    const [namesake, root] = anchors('two-keys-one-name')
    const intermediate = sent('two-keys-one-name')[1]
    if (!namesake || !root || !intermediate) throw new Error('a certificate is missing')
    expect(namesake.subject).toBe(root.subject)
    expect(intermediate.verify(namesake.publicKey)).toBe(false)
    expect(intermediate.verify(root.publicKey)).toBe(true)
  })

  test('renewed-intermediate: one name and key, two validities', () => {
    const [leaf, expired, renewed] = sent('renewed-intermediate')
    if (!leaf || !expired || !renewed) throw new Error('a certificate is missing')
    expect(expired.subject).toBe(renewed.subject)
    expect(expired.publicKey.equals(renewed.publicKey)).toBe(true)
    expect(links([leaf, expired])).toEqual([true])
    expect(date(expired.validTo)).toBeLessThan(now)
    expect(date(renewed.validTo)).toBeGreaterThan(now)
  })

  test('duplicates, superfluous ones and what is left out', () => {
    const [a, b, c, d] = get('duplicate-certificates').chain
    expect([a, c]).toEqual([b, d])
    expect(sent('superfluous-certificates')).toHaveLength(5)
    expect(sent('missing-intermediate')).toHaveLength(1)
    expect(sent('no-san')[0]?.subjectAltName).toBeUndefined()
    expect(sent('no-san')[0]?.subject).toBe('CN=localhost')
    expect(sent('ip-without-ip-san')[0]?.subjectAltName).toBe('DNS:localhost')
    expect(sent('wildcard-too-deep')[0]?.subjectAltName).toBe('DNS:*.lab.test')
  })

  test('clock-suspected: every certificate begins in the future', () => {
    for (const { validFrom } of [...sent('clock-suspected'), ...anchors('clock-suspected')]) {
      expect(date(validFrom)).toBeGreaterThan(now)
    }
  })

  test('keys', () => {
    expect(sent('rsa-1024-leaf')[0]?.publicKey.asymmetricKeyDetails?.modulusLength).toBe(1024)
    expect(sent('rsa-1024-intermediate')[1]?.publicKey.asymmetricKeyDetails?.modulusLength).toBe(1024)
    expect(sent('ed25519-leaf')[0]?.publicKey.asymmetricKeyType).toBe('ed25519')
    expect(sent('chain-by-hello')[0]?.publicKey.asymmetricKeyType).toBe('ec')
  })

  test('malformed ones are malformed where they say so, and only there', () => {
    expect(() => x509(get('junk-leaf').chain[0])).toThrow()
    expect(() => x509(get('junk-leaf').chain[1])).not.toThrow()
    expect(() => x509(get('junk-in-chain').chain[1])).toThrow()
    const rest = get('junk-in-chain')
      .chain.filter((_der, at) => at !== 1)
      .map(x509)
    expect(links(rest)).toEqual([true])
    const trailing = get('trailing-bytes').chain[0] ?? new Uint8Array()
    expect(trailing.length - x509(trailing).raw.length).toBe(4)
    expect(get('empty-chain').chain).toEqual([])
  })
})
