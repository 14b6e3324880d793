import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { toolOf } from '../../src/clients/client-id.ts'
import { hasOwnList } from '../../src/commands/own-list.ts'
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
