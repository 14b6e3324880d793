import { describe, expect, test } from 'vitest'
import { findingRules } from '../../src/findings/index.ts'
import type { ClientEvidence, Evidence } from '../../src/model/evidence.ts'
import { evidenceOf, situationOf } from '../support/evidence.ts'
import { labFault } from '../support/lab-fault.ts'

const good = evidenceOf(labFault('good'), [])
const client = (id: string, over: Partial<ClientEvidence> = {}): ClientEvidence => ({
  id,
  store: 'store',
  why: 'the places that its OpenSSL was built with',
  asked: true,
  ...over,
})
const ran = (program: string, version: string): Pick<ClientEvidence, 'observed'> => ({
  observed: { program, version, verdict: 'accepted', says: '', why: '' },
})
const told = (code: string, clients: readonly ClientEvidence[], settings: Evidence['settings'], over: Partial<Evidence> = {}) => {
  const situation = situationOf({ ...good, ...over, clients, ...(settings === undefined ? {} : { settings }) })
  return findingRules.flatMap((rule) => rule(situation)).filter((f) => f.code === code)
}

describe('a variable that opens connections to others (RC718)', () => {
  // PEP 493; observed on Python 2.7.18 and 3.11.2: the older one alone obeys it. It is judged as Python 3.6.
  const python2 = client('python-3.6', ran('python', '2.7.18'))
  const python3 = client('python-3.11', ran('python', '3.11.2'))

  test('PYTHONHTTPSVERIFY=0 reaches Python 2 alone, and no other value does', () => {
    expect(told('RC718', [python2, python3], { PYTHONHTTPSVERIFY: '0' })).toMatchObject([
      { clients: ['python-3.6'], params: { kind: 'verification-off', setting: 'PYTHONHTTPSVERIFY=0' } },
    ])
    expect(told('RC718', [python2], { PYTHONHTTPSVERIFY: '1' })).toEqual([])
    expect(told('RC718', [python3], { PYTHONHTTPSVERIFY: '0' })).toEqual([])
  })

  // Lib/ssl.py of 3.8: create_default_context sets keylog_filename; urllib3 does in any release; curl: lib/vtls/keylog.c.
  test('SSLKEYLOGFILE reaches Python from 3.8 on, requests and curl', () => {
    const all = ['python-3.7', 'python-3.8', 'curl-8.17-openssl', 'openssl-s_client-3.5'].map((id) => client(id))
    const requests = client('python-3.6', { why: 'requests: certifi' })
    expect(told('RC718', [...all, requests], { SSLKEYLOGFILE: '/var/tmp/keys' })).toMatchObject([
      { clients: ['python-3.8', 'curl-8.17-openssl', 'python-3.6'], params: { kind: 'keys-logged' } },
    ])
    expect(told('RC718', all, { SSLKEYLOGFILE: '' })).toEqual([])
  })

  test('a setting of the machine, once for all that it reaches, with its place', () => {
    const setting = { kind: 'file', name: 'insecure', value: '', where: '/home/u/.curlrc:1' } as const
    const curl = client('curl-8.17-openssl', { off: [{ program: 'curl 8.17.0', setting }] })
    expect(told('RC718', [curl, python3], undefined)).toMatchObject([
      {
        clients: ['curl-8.17-openssl'],
        params: { kind: 'off-here', setting: 'insecure (/home/u/.curlrc:1)', programs: 'curl 8.17.0' },
      },
    ])
  })

  test('nothing is told where nobody looked', () => {
    expect(told('RC718', [python2], undefined)).toEqual([])
  })
})

describe('a variable that decides (RC719)', () => {
  const own = client('python-3.11', {
    chosenBy: [
      { kind: 'variable', name: 'SSL_CERT_FILE', value: '/x', where: '' },
      { kind: 'variable', name: 'SSL_CERT_DIR', value: '/y', where: '' },
    ],
    why: 'judged as Python 3.11, the nearest that is known',
  })

  test('which store is asked, by whom, and as a warning where somebody rejects', () => {
    const settings = { SSL_CERT_FILE: '/x', SSL_CERT_DIR: '/y', PIP_CERT: '/z' }
    const found = told('RC719', [own, client('go-1.24')], settings)
    expect(found.map((f) => [f.severity, f.clients, f.params['setting'], f.params['stores']])).toEqual([
      ['notice', ['python-3.11'], 'SSL_CERT_FILE=/x', 'store'],
      ['notice', ['python-3.11'], 'SSL_CERT_DIR=/y', 'store'],
    ])
    const stores: Evidence['stores'] = [{ id: 'store', origin: '/x', anchors: [] }]
    expect(told('RC719', [own], settings, { stores }).map((f) => f.severity)).toEqual(['warning', 'warning'])
    expect(told('RC719', [own], undefined)).toEqual([])
  })

  test('that programs go by a proxy, by which nothing was seen here', () => {
    const settings = {
      HTTPS_PROXY: 'http://***@proxy.example:3128',
      NO_PROXY: '.example.org',
      HTTP_PROXY: 'http://other.example',
    }
    expect(told('RC719', [client('go-1.24')], settings).map((f) => f.params)).toEqual([
      { kind: 'proxy', setting: 'HTTPS_PROXY=http://***@proxy.example:3128', besides: '.example.org' },
    ])
    expect(told('RC719', [client('go-1.24')], settings, { contacted: ['proxy proxy.example:3128'] })).toEqual([])
    expect(told('RC719', [client('go-1.24')], { HTTP_PROXY: 'http://other.example', HTTPS_PROXY: '' })).toEqual([])
  })
})
