import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resolveClient } from '../../src/clients/resolve.ts'
import { pathGraph } from '../../src/graph/path-graph.ts'
import { trustStore } from '../../src/graph/trust-store.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { render } from '../../src/messages/render.ts'
import { says } from '../../src/messages/says.ts'
import type { Certificate } from '../../src/model/certificate.ts'
import { seconds } from '../../src/model/time.ts'
import { evaluate } from '../../src/validation/evaluate.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { readPem } from '../../src/x509/pem.ts'
import { hasTool, temporaryFolder, tool } from '../support/tool.ts'

const curves = ['P-256', 'P-384', 'P-521'] as const
const digests = ['sha256', 'sha384', 'sha512'] as const

/** What real Denos of the npm package `@deno/linux-x64-glibc` said when an authority's key of that curve had signed so; of the rest they said nothing. */
const refused: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'deno-2.0.0': all(['P-256 sha512', 'P-384 sha512', 'P-521 sha256', 'P-521 sha384', 'P-521 sha512'], 'BadSignature'),
  'deno-2.3.6': all(['P-256 sha512', 'P-384 sha512', 'P-521 sha256', 'P-521 sha384', 'P-521 sha512'], 'BadSignature'),
  'deno-2.3.7': all(['P-256 sha512', 'P-384 sha512', 'P-521 sha256', 'P-521 sha384'], 'BadSignature'),
  'deno-2.4.1': all(['P-256 sha512', 'P-384 sha512', 'P-521 sha256', 'P-521 sha384'], 'BadSignature'),
  'deno-2.4.2': all(['P-256 sha512', 'P-384 sha512'], 'UnsupportedSignatureAlgorithm'),
  'deno-2.7.13': all(['P-256 sha512', 'P-384 sha512'], 'UnsupportedSignatureAlgorithm'),
  'deno-2.8.0': {},
  'deno-2.9.0': {},
}

function all(pairs: readonly string[], word: string): Readonly<Record<string, string>> {
  return Object.fromEntries(pairs.map((pair) => [pair, `InvalidData: invalid peer certificate: ${word}`]))
}

const folder = temporaryFolder()
const at = (name: string): string => join(folder.path, name)
afterAll(() => folder.remove())

describe.skipIf(!hasTool('openssl', 'version'))('curves and digests that Deno computes, where there is openssl', () => {
  const chains: { readonly pair: string; readonly leaf: Certificate; readonly root: Certificate }[] = []
  beforeAll(() => {
    const names = 'subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n'
    writeFileSync(at('leaf.ext'), names)
    tool('openssl', [
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      at('leaf.key'),
      '-out',
      at('leaf.csr'),
      '-subj',
      '/CN=leaf',
    ])
    for (const curve of curves) {
      const key = ['-newkey', 'ec', '-pkeyopt', `ec_paramgen_curve:${curve}`, '-nodes', '-keyout', at('ca.key')]
      tool('openssl', ['req', '-x509', ...key, '-out', at('ca.pem'), '-days', '30', '-sha256', '-subj', `/CN=${curve}`])
      for (const digest of digests) {
        const by = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', at('leaf.ext')]
        tool('openssl', ['x509', '-req', '-in', at('leaf.csr'), ...by, `-${digest}`, '-days', '20', '-out', at('leaf.pem')])
        chains.push({ pair: `${curve} ${digest}`, leaf: certificate('leaf.pem'), root: certificate('ca.pem') })
      }
    }
  }, 60_000)

  it.each(Object.entries(refused))('%s', (id, told) => {
    const profile = resolveClient(id)?.profile
    if (profile === undefined) throw new Error(`no client ${id}`)
    const ours = chains.flatMap(({ pair, leaf, root }) => {
      const store = trustStore('own', 'own', [root])
      const graph = pathGraph([leaf], [store], nodeSignatureVerifier())
      const now = seconds(leaf.notBefore + 3600)
      const verdict = evaluate({ graph, sent: [leaf], store, host: 'localhost', tlsVersion: '1.3' }, profile, now)
      if (verdict.kind === 'accepted') return []
      return [[pair, verdict.kind === 'rejected' ? render(says(profile.texts(), verdict.told, { host: '' }), now) : verdict.kind]]
    })
    expect(Object.fromEntries(ours)).toEqual(told)
    expect(chains.length).toBe(9)
  })
})

function certificate(name: string): Certificate {
  const [block] = readPem(readFileSync(at(name)))
  return readCertificate(block?.der ?? new Uint8Array())
}
