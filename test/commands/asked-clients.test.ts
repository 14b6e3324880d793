import { expect, test } from 'vitest'
import { isFamily, ofFamilies } from '../../src/commands/asked-clients.ts'
import { resolveClient } from '../../src/clients/resolve.ts'
import type { StoreEvidence } from '../../src/model/evidence.ts'

const store = (id: string): StoreEvidence => ({ id, origin: id, anchors: [] })
const stores = [store('system')]
const here = {
  clients: [
    { id: 'curl-7.88.1-openssl', store: '/etc/ssl/certs', why: '', asked: true },
    { id: 'python-3.11', store: '/venv/cacert.pem', why: '', asked: true },
  ],
  stores: [store('/etc/ssl/certs'), store('/venv/cacert.pem')],
  askings: new Map(),
}
const asked = (ids: readonly string[], named: readonly string[] | null) => {
  const { clients, stores: read } = ofFamilies(ids, here, stores, named)
  return { clients: clients.map(({ id, store: at }) => `${id} on ${at}`), read: read.map(({ id }) => id) }
}

test('a family is a tool with releases, and none of them', () => {
  expect(['curl', 'openssl', 'python', 'curl-7.88', 'python-3.11', 'rfc5280', 'nonsense'].map(isFamily)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ])
})

test('curl is the one that is installed, on the store that it asks; a family that is not here is its newest release', () => {
  expect(asked(['curl'], null)).toEqual({ clients: ['curl-7.88.1-openssl on /etc/ssl/certs'], read: ['/etc/ssl/certs'] })
  const newest = resolveClient('go')?.profile.id
  expect(newest).toMatch(/^go-\d/)
  expect(asked(['curl', 'go', 'python-3.8'], null)).toEqual({
    clients: ['curl-7.88.1-openssl on /etc/ssl/certs', `${newest} on system`, 'python-3.8 on system'],
    read: ['/etc/ssl/certs', 'system'],
  })
})

test('with a store that was named it is the installed release on that store', () => {
  expect(asked(['curl'], ['system'])).toEqual({ clients: ['curl-7.88.1-openssl on system'], read: ['system'] })
})
