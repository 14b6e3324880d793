import { describe, expect, it } from 'vitest'
import { evidenceOf as storeEvidence } from '../../src/commands/store-evidence.ts'
import { storesReadAgain } from '../../src/commands/stores-read-again.ts'
import { findingRules } from '../../src/findings/index.ts'
import type { Host, RegistryKey } from '../../src/host/host.ts'
import { rootCertificate } from '../../src/lab/authority.ts'
import { concat } from '../../src/lab/der-writer.ts'
import { labKey } from '../../src/lab/key.ts'
import { utc } from '../../src/lab/shapes.ts'
import type { StoreEvidence } from '../../src/model/evidence.ts'
import { readStore } from '../../src/stores/index.ts'
import { evidenceOf, identity, situationOf } from '../support/evidence.ts'
import { labFault } from '../support/lab-fault.ts'
import { machine } from '../support/machine.ts'

const root = (name: string): Uint8Array =>
  rootCertificate(
    { subject: { CN: name }, key: labKey('p-256', `read again ${name}`) },
    { notBefore: utc('2020-01-01T00:00:00Z'), notAfter: utc('2040-01-01T00:00:00Z') },
  )
const [own, fetched] = [root('Own'), root('Fetched')]

/** MS-GPEF §2.2.1.1.1: property 32 is the certificate. */
const blob = (der: Uint8Array): Uint8Array => concat(new Uint8Array(Uint32Array.of(32, 1, der.length).buffer), der)

const top = 'HKLM\\SOFTWARE\\Microsoft\\SystemCertificates'

/** The machine's ROOT and AuthRoot with these certificates. */
function registryWith(roots: readonly Uint8Array[], programme: readonly Uint8Array[]): Readonly<Record<string, RegistryKey>> {
  const store = (name: string, ders: readonly Uint8Array[]): Record<string, RegistryKey> => ({
    [`${top}\\${name}`]: { keys: ['Certificates'], values: {} },
    [`${top}\\${name}\\Certificates`]: { keys: ders.map((_, i) => `${i}`.padStart(40, '0')), values: {} },
    ...Object.fromEntries(
      ders.map((der, i) => [
        `${top}\\${name}\\Certificates\\${`${i}`.padStart(40, '0')}`,
        { keys: [], values: { Blob: blob(der) } },
      ]),
    ),
  })
  return { [top]: { keys: ['ROOT', 'AuthRoot'], values: {} }, ...store('ROOT', roots), ...store('AuthRoot', programme) }
}

/** A Windows whose registry is another from some moment on: a client has run. */
function windows(before: Readonly<Record<string, RegistryKey>>, after: Readonly<Record<string, RegistryKey>> | 'denied') {
  let hasRun = false
  const host: Host = {
    ...machine({ platform: 'win32', registry: before }),
    registry: (key) => {
      if (!hasRun) return before[key] ?? null
      if (after === 'denied') throw new Error('access is denied')
      return after[key] ?? null
    },
  }
  return { host, run: () => (hasRun = true) }
}

async function readTwice(before: Readonly<Record<string, RegistryKey>>, after: Readonly<Record<string, RegistryKey>> | 'denied') {
  const certs = new Map()
  const { host, run } = windows(before, after)
  const content = await readStore(host, 'windows:ROOT')
  if (content === null) throw new Error('there is no store')
  const first = storeEvidence('windows:ROOT', content, certs)
  run()
  return { first, again: await storesReadAgain(host, [first], (id, c) => storeEvidence(id, c, certs)) }
}

const base = evidenceOf(labFault('good'), [{ id: 'rfc5280' }])
const told = ({ first, again }: Awaited<ReturnType<typeof readTwice>>) => {
  const situation = situationOf({ ...base, stores: [...base.stores, first], storesAfter: again })
  return findingRules.flatMap((rule) => rule(situation)).filter((f) => f.code === 'RC720')
}

describe('the stores of Windows, read again after its clients ran', () => {
  it('a root that Windows fetched is told, and which', async () => {
    const stores = await readTwice(registryWith([own], []), registryWith([own], [fetched]))
    expect(stores.again.map(({ id }) => id)).toEqual(['windows:ROOT'])
    expect(told(stores)).toMatchObject([
      {
        severity: 'warning',
        params: { kind: 'added', store: 'windows:ROOT', count: '1', removed: '', sha256: `${identity(fetched).slice(0, 16)}…` },
      },
    ])
  })

  it('a root that went is told', async () => {
    const stores = await readTwice(registryWith([own, fetched], []), registryWith([own], []))
    expect(told(stores)).toMatchObject([{ params: { kind: 'removed', count: '0', removed: '1' } }])
  })

  it('a store that is as it was is not told, and stands once in the evidence', async () => {
    const stores = await readTwice(registryWith([own], [fetched]), registryWith([own], [fetched]))
    expect(stores.again).toEqual([])
    expect(told(stores)).toEqual([])
  })

  it('a store that can no longer be read says so', async () => {
    const stores = await readTwice(registryWith([own], []), 'denied')
    expect(told(stores)).toMatchObject([{ params: { kind: 'unreadable', why: 'access is denied' } }])
  })

  it.each(['linux', 'darwin'] as const)('on %s nothing is read again', async (platform) => {
    const host: Host = {
      ...machine({ platform }),
      readFile: () => {
        throw new Error('it was read')
      },
    }
    const store: StoreEvidence = { id: 'windows:ROOT', origin: 'x', anchors: [] }
    expect(await storesReadAgain(host, [store], (id, c) => storeEvidence(id, c, new Map()))).toEqual([])
  })
})
