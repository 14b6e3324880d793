import { expect, test } from 'vitest'
import { resolveClient } from '../../src/clients/resolve.ts'
import { isFamily, mayBeProgram } from '../../src/commands/asked-clients.ts'
import { namedClients } from '../../src/commands/named-clients.ts'
import type { StoreEvidence } from '../../src/model/evidence.ts'
import type { Asking } from '../../src/model/machine.ts'
import { seatKey } from '../../src/model/seat-key.ts'

const store = (id: string): StoreEvidence => ({ id, origin: id, anchors: [] })
const stores = [store('system')]
const asking = (runtime: string, version: string): Asking => ({
  installation: { runtime, path: `/bin/${runtime}`, version, client: null, note: '' },
  stores: [],
  unknown: '',
  why: { kind: 'built-in', name: runtime, value: '', where: '' },
  overrides: [],
  withoutEffect: [],
  dangers: [],
  source: '',
})
const [curl, python] = [
  { id: 'curl-7.88.1-openssl', store: '/etc/ssl/certs', why: '', asked: true },
  { id: 'python-3.11', store: '/venv/cacert.pem', why: '', asked: true, programs: ['requests 2.31.0', 'conda 26.7.1'] },
]
const keyOf = (one: typeof curl): string => seatKey({ client: one.id, store: one.store })
const here = {
  clients: [curl, python],
  stores: [store('/etc/ssl/certs'), store('/venv/cacert.pem')],
  askings: new Map([
    [keyOf(curl), [asking('curl', '7.88.1')]],
    [keyOf(python), [asking('requests', '2.31.0'), asking('conda', '26.7.1')]],
  ]),
  untold: [
    {
      ...asking('git', '2.39.5'),
      installation: { ...asking('git', '2.39.5').installation, client: 'git-2.39.5-gnutls' },
      unknown: 'every command fails: git cannot read /home/u/.gitconfig:1',
    },
  ],
}
const asked = (words: readonly string[], wanted: readonly string[] | null) => {
  const programs = words.filter(mayBeProgram)
  const ids = words.filter((word) => !programs.includes(word))
  const said: string[] = []
  const say = (line: string) => said.push(line)
  const { clients, stores: read, askings } = namedClients({ ids, programs }, here, stores, wanted, () => false, say)
  return {
    said,
    clients: clients.map((client) => `${client.id} on ${client.store}`),
    programs: clients.flatMap((client) => client.programs ?? []),
    read: read.map(({ id }) => id),
    canBeRun: [...askings.values()].flat().map(({ installation }) => installation.runtime),
  }
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
  expect(asked(['curl'], null)).toMatchObject({
    clients: ['curl-7.88.1-openssl on /etc/ssl/certs'],
    read: ['/etc/ssl/certs'],
    canBeRun: ['curl'],
  })
  const newest = resolveClient('go')?.profile.id
  expect(newest).toMatch(/^go-\d/)
  expect(asked(['curl', 'go', 'python-3.8'], null)).toMatchObject({
    clients: ['curl-7.88.1-openssl on /etc/ssl/certs', `${newest} on system`, 'python-3.8 on system'],
    read: ['/etc/ssl/certs', 'system'],
  })
})

test('a program that is here and of which nothing can be foretold is named, with the release that answers in its place', () => {
  const { said, clients } = asked(['git'], null)
  expect(clients).toEqual([`${resolveClient('git')?.profile.id} on system`])
  expect(said).toEqual([
    `/bin/git is left out: every command fails: git cannot read /home/u/.gitconfig:1. ${resolveClient('git')?.profile.id} on the system's store answers in its place.`,
  ])
  expect(asked(['git'], ['own.pem']).said[0]).toMatch(/ on own\.pem answers in its place\.$/)
  // Who asked for a release, or for somebody else, did not mean it.
  expect(asked(['git-2.39-openssl', 'curl', 'go'], null).said).toEqual([])
})

test('with a store that was named it is the installed release on that store, and is not run, for it asks another here', () => {
  expect(asked(['curl'], ['system'])).toMatchObject({
    clients: ['curl-7.88.1-openssl on system'],
    read: ['system'],
    canBeRun: [],
  })
})

test('a program that is no client is the client that it is here, and nobody beside it', () => {
  const conda = { clients: ['python-3.11 on /venv/cacert.pem'], read: ['/venv/cacert.pem'] }
  expect(asked(['conda'], null)).toEqual({
    said: [],
    ...conda,
    programs: ['conda 26.7.1'],
    canBeRun: ['conda'],
  })
  // By its family it is asked with all the programs that it is.
  expect(asked(['conda', 'python'], null)).toEqual({
    said: [],
    ...conda,
    programs: ['requests 2.31.0', 'conda 26.7.1'],
    canBeRun: ['requests', 'conda'],
  })
})

test('a program that is not here, and a word that is no program, are refused with what to do', () => {
  expect(() => asked(['yarn'], null)).toThrow('no yarn whose verdict could be told was found on this machine')
  expect(() => asked(['condo'], null)).toThrow('there is no client "condo"')
})
