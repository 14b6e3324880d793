import { expect, test } from 'vitest'
import { agedBundles } from '../../src/commands/aged-bundles.ts'
import { completeBundle } from '../../src/cures/shared/complete-bundle.ts'
import { rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { authority, utc } from '../../src/lab/shapes.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { machine } from '../support/machine.ts'

const validity = { notBefore: utc('2020-01-01T00:00:00Z'), notAfter: utc('2040-01-01T00:00:00Z') }
const [old, added, later] = ['old', 'added', 'later'].map((name) => rootCertificate(authority(name, 'CA'), validity)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
]
const id = (der: Uint8Array) => readCertificate(der).sha256
const source = '/etc/list.pem'
const path = '/home/u/.local/share/rootcause/trust/ssl-cert-file.pem'

const need = {
  seats: [],
  add: [{ sha256: id(added), der: added, label: 'Added CA', by: 'evidence' as const }],
  drop: [],
  project: '',
}
const bundle = async (): Promise<Uint8Array> =>
  (await completeBundle(
    machine({ files: { [source]: certificatesPem([old]) } }),
    [{ store: source, ifUnreadable: 'fails' }],
    need,
  )) ?? new Uint8Array()

test('a list of ours is told when its source moved on, by what differs, and not while it is the same', async () => {
  const octets = await bundle()
  const at = (...held: readonly Uint8Array[]) =>
    agedBundles(machine({ files: { [path]: octets, ...(held.length === 0 ? {} : { [source]: certificatesPem(held) }) } }))
  expect(await at(old)).toEqual([])
  // The source has what was added: nothing is behind.
  expect(await at(old, added)).toEqual([])
  expect(await at(later)).toMatchObject([{ path, lacks: [id(later)], keeps: [id(old)], why: '' }])
  expect(await at()).toMatchObject([{ path, lacks: [], keeps: [], why: expect.stringContaining(source) }])
})

test('no list of ours, no word', async () => {
  expect(await agedBundles(machine({ files: { [path]: certificatesPem([old]) } }))).toEqual([])
  expect(await agedBundles(machine({}))).toEqual([])
})
