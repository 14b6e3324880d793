import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { createSecureContext, TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caCertificate, leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { around, authority, loopbackNames, server } from '../../src/lab/shapes.ts'
import { seconds } from '../../src/model/time.ts'
import { listen, type Peer } from '../capture/support/peer.ts'
import { hasTool } from '../support/tool.ts'
import { builtProgram, type Program } from './support/program.ts'

/** A mail server that speaks SMTP before TLS (RFC 3207), under a root that nobody has; the real openssl is its client. */
const why = hasTool('/usr/bin/openssl', 'version') ? null : 'no openssl here'
const now = seconds(Math.floor(Date.now() / 1000))
const [top, middle, leaf] = [authority('mail', 'Mail Root'), authority('mail', 'Mail Intermediate'), server()]
const root = rootCertificate(top, around(now, -100, 3650))
const sha256 = createHash('sha256').update(root).digest('hex')
const own = leafCertificate(middle, leaf, around(now, -30, 60), loopbackNames)
const intermediate = caCertificate(top, middle, around(now, -50, 700))

/** Greets, offers STARTTLS, and shakes hands once it is asked for. */
const mailServer =
  (chain: readonly Uint8Array[]) =>
  (socket: Socket): void => {
    const key = leaf.key.privateKey.export({ type: 'pkcs8', format: 'pem' })
    const secureContext = createSecureContext({ cert: certificatesPem(chain), key })
    socket.write('220 localhost ESMTP\r\n')
    const answer = (data: Buffer): void => {
      const line = data.toString('latin1')
      if (/^EHLO/i.test(line)) socket.write('250-localhost\r\n250 STARTTLS\r\n')
      else if (/^STARTTLS/i.test(line)) {
        socket.off('data', answer)
        socket.write('220 go ahead\r\n')
        new TLSSocket(socket, { isServer: true, secureContext }).on('error', () => {}).resume()
      } else socket.end()
    }
    socket.on('data', answer)
  }

describe.skipIf(why !== null)(`fix behind STARTTLS${why === null ? '' : `: skipped, ${why}`}`, () => {
  let program: Program
  let peer: Peer
  let env: Readonly<Record<string, string>>
  beforeAll(async () => {
    program = await builtProgram()
    peer = await listen(mailServer([own, intermediate]))
    const home = join(program.folder, 'home')
    mkdirSync(home)
    writeFileSync(join(program.folder, 'root.pem'), certificatesPem([root]))
    env = { HOME: home, PATH: '/usr/bin:/bin', SHELL: '/bin/sh' }
  }, 60_000)
  afterAll(async () => {
    await peer.close()
    program.remove()
  })
  const rootcause = (...args: readonly string[]) => program.run(args, { env, limit: 60_000 })
  const target = (): string => `smtp://localhost:${peer.port}`
  /** As a new shell of this user would run it; its own process, for the server is in this one. */
  const openssl = async (): Promise<number> => {
    const script = `[ ! -f "$HOME/.profile" ] || . "$HOME/.profile"; exec openssl s_client -connect 127.0.0.1:${peer.port} -starttls smtp -verify_hostname localhost -verify_return_error </dev/null`
    const child = spawn('/bin/sh', ['-c', script], { env, stdio: 'ignore', timeout: 20_000 })
    return new Promise((resolve) => child.once('close', (code) => resolve(code ?? -1)))
  }

  it('plans the root, applies it, hears the engine and openssl accept, and undoes it', async () => {
    expect(await openssl()).toBe(1)
    const release = /^OpenSSL (\d+\.\d+)/.exec(
      spawnSync('/usr/bin/openssl', ['version'], { encoding: 'utf8', timeout: 5000 }).stdout,
    )?.[1]
    const client = `openssl-s_client-${release}`
    const asked = ['fix', target(), '--client', client, '--root', 'root.pem', '--sha256', sha256, '--with', 'ssl-cert-file']
    const planned = await rootcause(...asked)
    expect(planned.stdout, planned.stderr).toMatch(/This would cure[\s\S]*Mail Root/)
    expect(await openssl()).toBe(1)
    const applied = await rootcause(...asked, '--apply', '--yes')
    expect(applied, applied.stdout + applied.stderr).toMatchObject({ code: 0 })
    // The engine first, then the program itself by STARTTLS.
    expect(applied.stdout).toMatch(/openssl\S* accepts by what is read again, and \S*openssl\S* \S+ connected/i)
    expect(await openssl()).toBe(0)
    expect(JSON.parse((await rootcause('history', '--json', '--offline')).stdout)).toMatchObject({
      changes: [{ state: 'applied', stillNeeded: { needed: 'yes' } }],
    })
    expect(await rootcause('undo', '--yes')).toMatchObject({ code: 0 })
    expect(await openssl()).toBe(1)
  }, 120_000)

  it('a chain that cannot be written is told with the flag that names its file', async () => {
    const bare = await listen(mailServer([own]))
    writeFileSync(join(program.folder, 'both.pem'), certificatesPem([intermediate, root]))
    const asked = ['fix', `smtp://localhost:${bare.port}`, '--client', 'openssl-s_client', '--store', 'root.pem']
    const more = ['--root', 'both.pem', '--chain', './nowhere/chain.pem']
    const { code, stderr } = await rootcause(...asked, ...more).finally(() => bare.close())
    expect([code, stderr]).toEqual([2, expect.stringMatching(/nowhere\/chain\.pem[\s\S]*give --chain a path/)])
  }, 60_000)
})
