import { describe, expect, it } from 'vitest'
import { unrelatedRoot } from '../../src/lab/shapes.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import type { Asking } from '../../src/model/machine.ts'
import { runtimesNamed, lookAround } from '../../src/runtimes/look-around.ts'
import { pythonProbeArguments } from '../../src/runtimes/shared/python-probe.ts'
import { readTogether } from '../../src/stores/together.ts'
import { fixedNow } from '../support/evidence.ts'
import { type Machine, machine } from '../support/machine.ts'

/*
 * Observed on a loopback server whose certificate the file holds, as DER and as PKCS #7: Python 3.11.2, OpenSSL 3.0.19, Ruby 3.1.2, Perl 5.36 and
 * Go 1.19.8 (SSL_CERT_FILE), curl 7.88.1, git 2.39.5, requests 2.34.2 and Node 20.20.2 take no certificate from it.
 */
const der = unrelatedRoot('pem alone', fixedNow)
const pem = certificatesPem([der])

const python = JSON.stringify({ version: '3.11.2', openssl: 'OpenSSL 3.0.19 27 Jan 2026', file: '/none.pem', folder: '/none' })
const there: Machine = {
  home: '/home/u',
  env: { PATH: '/usr/local/go/bin:/usr/bin' },
  files: {
    '/usr/bin/curl': 'ELF',
    '/usr/bin/git': 'ELF',
    '/usr/bin/node': 'ELF',
    '/usr/bin/python3.11': 'ELF',
    '/usr/local/go/bin/go': 'x',
    '/usr/local/go/VERSION': 'go1.24.4\ntime 2026-01-01T00:00:00Z\n',
    '/home/u/ca.pem': pem,
    '/home/u/ca.cer': der,
  },
  runs: {
    '/usr/bin/curl -q --version': 'curl 8.5.0 (x86_64-pc-linux-gnu) libcurl/8.5.0 OpenSSL/3.0.13\n',
    '/usr/bin/git version': 'git version 2.39.5\n',
    '/usr/bin/node --version': 'v20.20.2\n',
    ...Object.fromEntries(
      ['3.11.2', '3.11', null].map((known) => [['/usr/bin/python3.11', ...pythonProbeArguments(known)].join(' '), python]),
    ),
  },
}

async function asked(word: string, variable: string, value: string) {
  const host = machine({ ...there, env: { ...there.env, [variable]: value }, cwd: '/home/u' })
  const [asking] = (await lookAround(host, runtimesNamed(word))).askings
  if (asking === undefined) throw new Error(`no ${word}`)
  const content = await readTogether(host, asking.stores)
  const held = 'unreadable' in content ? [] : content.certificates
  return { asking, holds: held.some((one) => Buffer.from(one.der).equals(der)) }
}
const told = ({ withoutEffect }: Asking) => withoutEffect.map(({ reason, params: { form } }) => ({ reason, form }))

describe.each([
  ['python', 'SSL_CERT_FILE'],
  ['go', 'SSL_CERT_FILE'],
  ['curl', 'CURL_CA_BUNDLE'],
  ['git', 'GIT_SSL_CAINFO'],
  ['node', 'NODE_EXTRA_CA_CERTS'],
])('%s by %s', (word, variable) => {
  it.each(['/home/u/ca.pem', 'ca.pem'])('takes the certificate of %s', async (value) => {
    const { asking, holds } = await asked(word, variable, value)
    expect(holds).toBe(true)
    expect(told(asking)).toEqual([])
  })

  it.each(['/home/u/ca.cer', 'ca.cer'])('takes none from %s, and says that it is DER', async (value) => {
    const { asking, holds } = await asked(word, variable, value)
    expect(holds).toBe(false)
    expect(told(asking)).toEqual([{ reason: 'no-certificate', form: 'DER' }])
  })
})
