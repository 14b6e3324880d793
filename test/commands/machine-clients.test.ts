import { expect, test } from 'vitest'
import { machineClients } from '../../src/commands/machine-clients.ts'
import { evidenceOf } from '../../src/commands/store-evidence.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { pythonProbeArguments } from '../../src/runtimes/shared/python-probe.ts'
import { machine } from '../support/machine.ts'
import { testRoot } from '../support/roots.ts'

const pem = certificatesPem([testRoot('First')])

test('a client is told by the programs that are it, so that libraries with stores of their own stand apart', async () => {
  const packages = '/usr/lib/python3/dist-packages'
  const answer = JSON.stringify({
    version: '3.11.2',
    openssl: 'OpenSSL 3.0.19 27 Jan 2026',
    file: '/usr/lib/ssl/cert.pem',
    folder: '/usr/lib/ssl/certs',
  })
  const host = machine({
    env: { PATH: '/usr/bin' },
    files: {
      '/usr/bin/python3': { link: '/usr/bin/python3.11' },
      '/usr/bin/python3.11': 'ELF',
      '/usr/lib/ssl/cert.pem': pem,
      [`${packages}/certifi/cacert.pem`]: pem,
      [`${packages}/certifi-2025.1.31.dist-info/METADATA`]: 'Name: certifi\nVersion: 2025.1.31\n',
      [`${packages}/requests-2.32.3.dist-info/METADATA`]: 'Name: requests\nVersion: 2.32.3\n',
      [`${packages}/requests/__init__.py`]: '',
      [`${packages}/aiohttp-3.14.3.dist-info/METADATA`]: 'Name: aiohttp\nVersion: 3.14.3\n',
      [`${packages}/aiohttp/__init__.py`]: '',
    },
    runs: Object.fromEntries(
      ['/usr/bin/python3', '/usr/bin/python3.11'].flatMap((program) =>
        ['3.11.2', '3.11', null].map((known) => [[program, ...pythonProbeArguments(known)].join(' '), answer]),
      ),
    ),
  })
  const { clients } = await machineClients(host, (id, content) => evidenceOf(id, content, new Map()))
  const told = clients.map(({ store, programs }) => [store, programs])
  expect(told).toContainEqual(['/usr/lib/ssl/cert.pem', ['python 3.11.2', 'aiohttp 3.14.3']])
  expect(told).toContainEqual([`${packages}/certifi/cacert.pem`, ['requests 2.32.3']])
})
