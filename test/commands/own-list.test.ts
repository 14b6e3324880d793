import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { toolOf } from '../../src/clients/client-id.ts'
import { beyondSystem, hasOwnList } from '../../src/commands/own-list.ts'
import type { Asking } from '../../src/model/machine.ts'
import { lookAround } from '../../src/runtimes/look-around.ts'
import { brokenHost, readBrokenMachine } from '../support/broken-machine.ts'
import { machine } from '../support/machine.ts'

/** Programs that no machine of test/machines has without a setting. */
const programs = {
  '/usr/bin/google-chrome': 'ELF',
  '/usr/bin/bun': '#!/bin/sh\n',
  '/usr/lib/jvm/java-21/release': 'JAVA_VERSION="21.0.4"\n',
  '/usr/lib/jvm/java-21/bin/java': 'ELF',
  '/usr/lib/jvm/java-21/lib/security/cacerts': 'JKS',
}

/** What a script for the system changes: its store by name, and what lies in the system's folders. */
const ofTheSystem = /^(?:openssl-dir:)?(?:system$|\/etc\/|\/usr\/lib\/ssl\/|\/usr\/share\/)/
const compiledIn = /\blists? (?:of roots )?that (?:is|are) (?:built|compiled) into\b|\bRoot Store that is built in\b/

/** Who says nothing of it: where nothing is installed, or a program brings a list of its own beside its library. */
const exceptions: ReadonlyMap<string, string> = new Map([
  ['python', 'certifi is of a package; without it the system is asked'],
  ['rustls', 'uv compiles a list in; other programs load that of the system (rustls-native-certs)'],
])

async function askings(): Promise<readonly Asking[]> {
  const folder = join('test', 'machines')
  const given = readdirSync(folder)
    .map((name) => join(folder, name, 'machine.json'))
    .filter((path) => existsSync(path))
    .map(readBrokenMachine)
    .filter(({ platform = 'linux' }) => platform === 'linux')
  const hosts = [...given.map(brokenHost), machine({ env: { PATH: '/usr/bin' }, files: programs })]
  const all = await Promise.all(hosts.map((host) => lookAround(host)))
  // What somebody has set is no habit of the program.
  return all.flatMap((one) => one.askings).filter(({ why }) => why.kind === 'built-in')
}

describe('a client that keeps a list of its own on Linux', () => {
  it('is one whose programs ask no store of the system', async () => {
    const own = new Map<string, boolean>()
    for (const { installation, stores, unknown } of await askings()) {
      if (installation.client === null || (stores.length === 0 && !compiledIn.test(unknown))) continue
      const { tool } = toolOf(installation.client)
      own.set(tool, (own.get(tool) ?? true) && !stores.some(({ store }) => ofTheSystem.test(store)))
    }
    const told = [...own.keys()].filter((tool) => !exceptions.has(tool)).toSorted()
    expect(told).toEqual(
      expect.arrayContaining(['bun', 'chrome', 'curl', 'deno', 'firefox', 'git', 'java', 'node', 'openssl-s_client']),
    )
    expect(told.filter((tool) => hasOwnList(tool))).toEqual(told.filter((tool) => own.get(tool)))
  })

  it('is told by every name of a release', () => {
    for (const id of ['node-20.20.2', 'java-8', 'firefox-153', 'chrome-156', 'android-7']) expect(hasOwnList(id), id).toBe(true)
    for (const id of ['curl-7.88.1-openssl', 'python-3.11', 'gnutls-cli-3.7.9', 'go-1.24.4'])
      expect(hasOwnList(id), id).toBe(false)
  })
})

describe('what a change of the store of the system does not reach', () => {
  const certifi = '/home/u/venv/lib/python3.11/site-packages/certifi/cacert.pem'
  const seats = [
    { client: 'node-20.20.2', store: 'node', programs: ['node 20.20.2', 'npm 10.8.2'] },
    { client: 'python-3.11', store: certifi, programs: ['requests 2.34.2'] },
    { client: 'python-3.11', store: '/usr/lib/ssl/cert.pem + openssl-dir:/usr/lib/ssl/certs', programs: ['python 3.11.2'] },
    { client: 'gnutls-cli-3.7.9', store: 'system' },
    { client: 'python-3.8', store: 'linux-bundle' },
  ]

  it('is a list of its own, and a file that programs here ask', () => {
    const clients = seats.map(({ client, ...more }) => ({ id: client, ...more, why: '', asked: true }))
    expect(beyondSystem(seats, clients).map(({ programs }) => programs)).toEqual([
      ['node 20.20.2', 'npm 10.8.2'],
      ['requests 2.34.2'],
    ])
    expect(beyondSystem(seats.slice(2), clients)).toEqual([])
  })

  it('is no file that stands for the store of another machine', () => {
    const seat = { client: 'python-3.8', store: '/tmp/of-another-machine.pem' }
    expect(beyondSystem([seat], [{ id: seat.client, store: seat.store, why: 'asked for', asked: true }])).toEqual([])
  })
})
