import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { firefoxSystemStore } from '../../src/cures/firefox-system-store.ts'
import { type CountingServer, countingServer, needOf, seat, type Walk, walkIn } from './support/cure-walk.ts'
import { plainAsking } from './support/plain-asking.ts'

/**
 * The Firefox of Debian with the policy that is advised: in a mount namespace of its own, with a bundle of the system that holds the root.
 * It needs firefox-esr, p11-kit's module and the rights to mount.
 */
const bundle = '/etc/ssl/certs/ca-certificates.crt'
const isHere =
  process.geteuid?.() === 0 &&
  ['/usr/bin/firefox-esr', '/usr/bin/unshare', '/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-trust.so', bundle].every((path) =>
    existsSync(path),
  )

let server: CountingServer
let walk: Walk
beforeAll(async () => {
  server = await countingServer()
  walk = walkIn()
})
afterAll(async () => {
  walk.remove()
  await server.close()
})

const firefoxAsks = plainAsking({ runtime: 'firefox', path: '/root/.mozilla/firefox/x', client: 'firefox' }, ['nss:/x'])

/** Whether its request comes through, at most so long after it connected that a page would have been asked for. */
async function accepts(policies: string, holdsRoot: boolean): Promise<boolean> {
  const own = join(walk.folder, `run-${server.connections()}`)
  mkdirSync(join(own, 'profile'), { recursive: true })
  writeFileSync(join(own, 'policies.json'), policies)
  writeFileSync(join(own, 'bundle.crt'), `${readFileSync(bundle, 'latin1')}\n${holdsRoot ? server.pem : ''}`)
  const script = [
    'set -e',
    'mkdir -p /etc/firefox && mount -t tmpfs none /etc/firefox && mkdir /etc/firefox/policies',
    `cp ${own}/policies.json /etc/firefox/policies/policies.json`,
    `mount --bind ${own}/bundle.crt "$(readlink -f ${bundle})"`,
    `exec firefox-esr --no-remote --profile ${own}/profile --headless --screenshot ${own}/x.png https://localhost:${server.port}/`,
  ].join('\n')
  const [requests, connections] = [server.requests(), server.connections()]
  const child = spawn('/usr/bin/unshare', ['--mount', '--pid', '--fork', '--kill-child', 'bash', '-c', script], {
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: own },
    stdio: 'ignore',
    timeout: 60_000,
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  try {
    await expect.poll(() => server.connections(), { timeout: 50_000 }).toBeGreaterThan(connections)
    return await expect
      .poll(() => server.requests(), { timeout: 8000 })
      .toBeGreaterThan(requests)
      .then(
        () => true,
        () => false,
      )
  } finally {
    child.kill('SIGKILL')
    await ended
  }
}

describe.sequential('with the real Firefox', () => {
  it.skipIf(!isHere)(
    "p11-kit's module brings what the system trusts; without the root, and without the module, it rejects",
    async () => {
      const host = walk.host()
      const there = {
        ...host,
        readFile: (path: string) =>
          path === bundle ? new TextEncoder().encode(readFileSync(bundle, 'latin1') + server.pem) : host.readFile(path),
      }
      const draft = await firefoxSystemStore.plan(there, needOf([seat(firefoxAsks)], server))
      const policies = draft?.advice[0]?.command ?? ''
      expect(JSON.parse(policies)).toHaveProperty('policies.SecurityDevices.Add')
      expect(await accepts('{}', true)).toBe(false)
      expect(await accepts(policies, false)).toBe(false)
      expect(await accepts(policies, true)).toBe(true)
    },
    240_000,
  )
})
