import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { sharedKeyExchange } from '../../src/capture/tls/key-exchange.ts'

const keyExchange = fileURLToPath(new URL('../../src/capture/tls/key-exchange.ts', import.meta.url))

// Enough pairs for hundreds of collections of garbage at ever other moments, each of which had the chance to come while a key was exported. In a process of
// its own: one that is blocked can only be ended from outside.
test('to make key pairs never blocks, whenever garbage is collected', { timeout: 40_000 }, async () => {
  const contents = `import { keyExchange } from ${JSON.stringify(keyExchange)}
    const shares = new Set()
    for (let i = 0; i < 20000; i++) {
      new Array(i % 61).fill(i)
      shares.add(Buffer.from(keyExchange().publicKey(0x001d)).toString('hex'))
    }
    const [a, b] = [keyExchange(), keyExchange()]
    const isSame = Buffer.compare(a.sharedSecret(0x001d, b.publicKey(0x001d)), b.sharedSecret(0x001d, a.publicKey(0x001d))) === 0
    console.log(JSON.stringify({ pairs: shares.size, octets: a.publicKey(0x001d).length, isSame }))`
  const built = await build({
    stdin: { contents, resolveDir: '.' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    write: false,
    logLevel: 'warning',
  })
  const { stdout, stderr, signal } = spawnSync(process.execPath, ['--max-semi-space-size=1', '-'], {
    input: built.outputFiles[0]?.text ?? '',
    env: { PATH: process.env['PATH'] ?? '' },
    encoding: 'utf8',
    timeout: 30_000,
    killSignal: 'SIGKILL',
  })
  expect({ stdout, stderr, signal }).toEqual({ stdout: '{"pairs":20000,"octets":32,"isSame":true}\n', stderr: '', signal: null })
})

test('the first handshakes of a process send a share of P-256, all later ones of X25519', () => {
  const groups = Array.from({ length: 60 }, () => sharedKeyExchange.firstGroup())
  expect(groups).toEqual(Array.from({ length: 60 }, (_, i) => (i < 20 ? 0x0017 : 0x001d)))
})
