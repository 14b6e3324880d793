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

test('verification that is off here goes with the client: for all that it asks, or for this server', async () => {
  const version = 'curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1 OpenSSL/3.0.19 zlib/1.2.13\nFeatures: SSL\n'
  const host = machine({
    env: { PATH: '/usr/bin', NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    files: {
      '/usr/bin/node': 'ELF',
      '/usr/bin/curl': '',
      '/usr/lib/x86_64-linux-gnu/libcurl.so.4': 'x\0/etc/ssl/certs\0/etc/ssl/certs/ca-certificates.crt\0/../\0',
      '/usr/bin/git': '',
      '/usr/lib/git-core/git-remote-http': 'ELF\0libcurl-gnutls.so.4\0',
      '/usr/lib/x86_64-linux-gnu/libcurl-gnutls.so.4': 'ELF\0/etc/ssl/certs\0libgnutls.so.30\0',
      '/home/u/.curlrc': 'insecure\n',
      '/home/u/.gitconfig': '[http "https://h.example"]\n  sslVerify = false\n',
      '/etc/ssl/certs/ca-certificates.crt': pem,
    },
    runs: {
      '/usr/bin/git version': 'git version 2.39.5\n',
      '/usr/bin/curl -q --version': version,
      '/usr/bin/curl --version': version,
    },
  })
  const offFor = async (name: string) => {
    const server = { host: name, port: 443 }
    const { clients } = await machineClients(host, (id, content) => evidenceOf(id, content, new Map()), server)
    return clients.flatMap(({ off = [] }) => off).map(({ setting }) => `${setting.name} ${setting.where}`.trim())
  }
  expect(await offFor('other.example')).toEqual(
    expect.arrayContaining(['NODE_TLS_REJECT_UNAUTHORIZED', 'insecure /home/u/.curlrc:1']),
  )
  expect(await offFor('other.example')).not.toContain('http.https://h.example.sslVerify /home/u/.gitconfig:2')
  expect(await offFor('h.example')).toContain('http.https://h.example.sslVerify /home/u/.gitconfig:2')
})
