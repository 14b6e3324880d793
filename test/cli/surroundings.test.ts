import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caCertificate, type LabEntity, leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { around, authority, loopbackNames, server, unrelatedRoot, utc } from '../../src/lab/shapes.ts'
import { type LabServer, labServer } from './support/lab-server.ts'
import { builtProgram, type Program } from './support/program.ts'

let program: Program
let demanding: LabServer
let intercepting: Server
let target: string
let [withRoot, without] = ['', '']

const isOpenssl = spawnSync('curl', ['-q', '--version'], { encoding: 'utf8' }).stdout?.includes('OpenSSL/') === true
const now = utc('2026-01-01T00:00:00Z')
const long = around(now, -1000, 9000)

beforeAll(async () => {
  program = await builtProgram()
  demanding = await labServer('client-certificate-required', program.folder)
  const root: LabEntity = { subject: { O: 'Zscaler Inc.', CN: 'Zscaler Root CA' }, key: labKey('p-256', 'proxy root') }
  const [issuing, leaf] = [authority('proxy', 'Issuing'), server()]
  const chain = [leafCertificate(issuing, leaf, long, loopbackNames), caCertificate(root, issuing, long)]
  intercepting = createServer({
    key: leaf.key.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    cert: certificatesPem(chain),
  })
  intercepting.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => intercepting.listen(0, '127.0.0.1', resolve))
  target = `localhost:${(intercepting.address() as AddressInfo).port}`
  const other = unrelatedRoot('proxy', now)
  withRoot = join(program.folder, 'corporate.pem')
  without = join(program.folder, 'plain.pem')
  writeFileSync(withRoot, certificatesPem([other, rootCertificate(root, long)]))
  writeFileSync(without, certificatesPem([other]))
})
afterAll(async () => {
  intercepting.closeAllConnections()
  await Promise.all([demanding.served.close(), new Promise((closed) => intercepting.close(closed))])
  program.remove()
})

describe('check', () => {
  test('names a proxy that opens TLS, and points no runtime at a file that only somebody named; the case replays to the same answer', async () => {
    const saved = join(program.folder, 'proxy.json')
    const flags = ['--client', 'node-24', '--store', withRoot, '--store', without, '--format', 'json']
    const first = await program.run(['check', target, ...flags, '--save', saved, '--no-redact'])
    expect(first.code).toBe(1)
    const { findings, withheld } = JSON.parse(first.stdout) as {
      readonly findings: readonly { readonly code: string; readonly params: unknown }[]
      readonly withheld: unknown
    }
    expect(findings.find((f) => f.code === 'RC711')?.params).toMatchObject({ product: 'Zscaler', stores: withRoot })
    expect(findings.filter((f) => f.code === 'RC712')).toEqual([])
    expect(withheld).toMatchObject([{ label: 'Zscaler Root CA', stores: [withRoot] }])
    const again = await program.run(['check', saved, '--format', 'json'])
    expect(again.stdout).toBe(first.stdout)
    const asked = await program.run(['check', saved, '--clock'])
    expect(asked).toMatchObject({ code: 2, stdout: '' })
  })

  test('a server that insists on a client certificate is said to reject by itself', async () => {
    const { stdout } = await program.run(['check', demanding.target, ...demanding.flags, '--client', 'curl-8.17-openssl'])
    expect(stdout.replace(/\s+/g, ' ')).toContain('It insists on a client certificate, and was shown none'.toLowerCase())
    expect(stdout).toContain('certificate_required')
  })

  test.skipIf(!isOpenssl)(
    'a setting that stops the program is the fault, and not the server (skipped without a curl on OpenSSL)',
    async () => {
      const env = { HOME: program.folder, CURL_CA_BUNDLE: join(program.folder, 'lost.pem') }
      const checked = await program.run(['check', target, '--client', 'curl'], { env })
      expect({ code: checked.code, stderr: checked.stderr }).toEqual({ code: 1, stderr: '' })
      const text = checked.stdout.replace(/\s+/g, ' ')
      expect(text).toMatch(
        /^curl-\S+ rejects .* leads to no list of roots \(nothing is there\), so that it ends before it connects\. /,
      )
      // The program itself says so, in words that nobody foretold.
      expect(text).toMatch(/seen here: curl \S+ rejects: curl: \(77\)/)
      expect(text).not.toContain('Certificate at fault')
      // A list whose end is missing: OpenSSL, which this curl has, takes nothing of it.
      const whole = readFileSync(withRoot, 'latin1')
      writeFileSync(join(program.folder, 'cut.pem'), whole.slice(0, whole.lastIndexOf('-----END')))
      const cut = { HOME: program.folder, CURL_CA_BUNDLE: join(program.folder, 'cut.pem') }
      const { stdout } = await program.run(['check', target, '--client', 'curl', '--format', 'json'], { env: cut })
      const [own] = (JSON.parse(stdout) as { readonly results: readonly unknown[] }).results
      expect(own).toMatchObject({ verdict: { kind: 'rejected', code: 'store-unusable' }, observed: { verdict: 'rejected' } })
      const planned = await program.run(['fix', target, '--client', 'curl', '--scope', 'user'], { env })
      expect(planned.stdout.replace(/\s+/g, ' ')).toMatch(
        /CURL_CA_BUNDLE=\S+lost\.pem leads to no list.* let it name a list that is there, or take it out/,
      )
    },
  )

  test('--offline forbids to ask for the time', async () => {
    const { code, stderr } = await program.run(['check', target, '--offline', '--clock'])
    expect({ code, stderr: stderr.split('\n')[0] }).toEqual({ code: 2, stderr: 'rootcause: --offline forbids --clock' })
  })
})
