import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faults } from '../../src/lab/index.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import type { Asking } from '../../src/model/machine.ts'
import { seconds } from '../../src/model/time.ts'
import { temporaryFolder } from '../support/tool.ts'
import { ask, clientsHere, hereWith, loopback } from './support/clients-here.ts'

const canary = 'canary-5f1d'

/**
 * A home and an environment full of what must not reach a server and must not be run: each trap leaves a file in `marks` when it is, and
 * each secret has the canary's name in it.
 */
function laid(folder: string): { readonly env: Readonly<Record<string, string>>; readonly marks: string } {
  const marks = join(folder, 'marks')
  mkdirSync(marks)
  const mark = (name: string): string => JSON.stringify(join(marks, name))
  const put = (name: string, text: string): string => {
    const path = join(folder, name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, text, { mode: 0o700 })
    return path
  }
  put('.netrc', `machine localhost login ${canary} password ${canary}\ndefault login ${canary} password ${canary}\n`)
  put('.curlrc', `header = "X-Canary: ${canary}"\nuser = "${canary}:${canary}"\ninsecure\n`)
  put('.config/curlrc', `header = "X-Canary: ${canary}"\n`)
  put('.wgetrc', `header = X-Canary: ${canary}\nhttp_user = ${canary}\nhttp_password = ${canary}\nauth_no_challenge = on\n`)
  const helper = put('helper', `#!/bin/sh\ntouch ${mark('git-helper')}\necho username=${canary}\necho password=${canary}\n`)
  const config = `[credential]\n\thelper = ${helper}\n[http]\n\textraHeader = X-Canary: ${canary}\n[core]\n\taskPass = ${helper}\n[url "https://localhost:1/"]\n\tinsteadOf = https://localhost\n`
  const gitconfig = put('.gitconfig', config)
  put('python/sitecustomize.py', `open(${mark('sitecustomize')}, 'w')\n`)
  put('python/usercustomize.py', `open(${mark('usercustomize')}, 'w')\n`)
  put('node/required.cjs', `require('fs').writeFileSync(${mark('node-require')}, '')\n`)
  put('perl/Trap.pm', `package Trap; open(my $f, '>', ${mark('perl5opt')}); 1;\n`)
  put('ruby/trap.rb', `File.write(${mark('rubyopt')}, '')\n`)
  put('php/prepended.php', `<?php touch(${mark('php-prepend')});`)
  put('php/php.ini', `auto_prepend_file = ${join(folder, 'php/prepended.php')}\n`)
  return {
    marks,
    env: {
      CURL_HOME: folder,
      WGETRC: join(folder, '.wgetrc'),
      GIT_CONFIG_GLOBAL: gitconfig,
      GIT_ASKPASS: helper,
      SSH_ASKPASS: helper,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'http.extraHeader',
      GIT_CONFIG_VALUE_0: `X-Canary: ${canary}`,
      PYTHONPATH: join(folder, 'python'),
      PYTHONSTARTUP: join(folder, 'python/sitecustomize.py'),
      PYTHONINSPECT: '1',
      NODE_OPTIONS: `--require ${join(folder, 'node/required.cjs')} --use-bundled-ca`,
      PERL5LIB: join(folder, 'perl'),
      PERL5OPT: '-MTrap',
      RUBYLIB: join(folder, 'ruby'),
      RUBYOPT: '-rtrap',
      PHPRC: join(folder, 'php'),
      JAVA_TOOL_OPTIONS: `-javaagent:${join(folder, 'no-agent.jar')} -Djavax.net.ssl.trustStorePassword=${canary}`,
      HTTPS_PROXY: `http://${canary}:${canary}@127.0.0.1:1`,
    },
  }
}

describe('what must not reach a server, and must not be run', () => {
  const folder = temporaryFolder()
  const received: string[] = []
  let server: Server | null = null
  let port = 0
  let here: ReadonlyMap<string, Asking> = new Map()
  const trap = laid(folder.path)
  let host = hereWith({}, folder.path)
  beforeAll(async () => {
    const built = faults.find(({ id }) => id === 'good')?.build(seconds(Math.floor(Date.now() / 1000)))
    if (built === undefined || built.key === null) throw new Error('the lab has no sound chain')
    const store = join(folder.path, 'anchors.pem')
    writeFileSync(store, certificatesPem(built.anchors))
    host = hereWith(
      {
        ...trap.env,
        SSL_CERT_FILE: store,
        SSL_CERT_DIR: '/nonexistent',
        NODE_EXTRA_CA_CERTS: store,
        GIT_SSL_CAINFO: store,
        CURL_CA_BUNDLE: store,
      },
      folder.path,
    )
    const key = built.key.export({ type: 'pkcs8', format: 'pem' })
    // It asks for a password, so that whoever has one is tempted to send it.
    server = createServer({ key, cert: certificatesPem(built.chain) }, (request, response) => {
      received.push([request.method, request.url, ...request.rawHeaders].join('\n'))
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="lab"', Connection: 'close' }).end()
    })
    port = await new Promise<number>((resolve) => {
      server?.listen(0, '127.0.0.1', () => {
        const address = server?.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    // Found without the traps: finding is another part's.
    here = await clientsHere(hereWith({}, folder.path))
  }, 60_000)
  afterAll(() => {
    server?.closeAllConnections()
    server?.close()
    folder.remove()
  })

  it('the traps are set: a Node that is given the environment falls into one', { timeout: 20_000 }, async () => {
    const { path } = here.get('node')?.installation ?? { path: process.execPath }
    await host.run([path, '-e', ''], { timeout: 10_000, env: { NODE_OPTIONS: trap.env['NODE_OPTIONS'] ?? '' } })
    expect(existsSync(join(trap.marks, 'node-require'))).toBe(true)
    const { rmSync } = await import('node:fs')
    rmSync(join(trap.marks, 'node-require'))
  })

  it('no client sends the canary, none runs a file of the user, and all come through', { timeout: 120_000 }, async () => {
    const said = await ask(host, here, loopback(port))
    expect(readdirSync(trap.marks)).toEqual([])
    expect(received.join('\n')).not.toContain(canary)
    expect(received.join('\n')).not.toMatch(/authorization/i)
    expect(JSON.stringify(said)).not.toContain(canary)
    // Those who trust by variables reached the server, and those who cannot stop earlier asked it something.
    for (const runtime of ['python', 'node', 'curl', 'openssl', 'git', 'ruby', 'php', 'perl'].filter((id) => here.has(id)))
      expect(`${runtime} ${said[runtime]?.verdict}`).toBe(`${runtime} accepted`)
    if (here.has('curl')) expect(received.some((text) => text.startsWith('HEAD\n/\n'))).toBe(true)
    if (here.has('git')) expect(received.some((text) => text.startsWith('GET\n/info/refs'))).toBe(true)
    expect(received.every((text) => /^(HEAD\n\/\n|GET\n\/info\/refs)/.test(text))).toBe(true)
  })
})
