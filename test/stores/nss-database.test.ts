import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeHost } from '../../src/host/node-host.ts'
import { leafCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { seconds } from '../../src/model/time.ts'
import { locateStores, readStore } from '../../src/stores/index.ts'
import { type Machine, machine } from '../support/machine.ts'
import { cuts, hex, testRoot, told } from '../support/roots.ts'
import { hasTool, temporaryFolder, tool } from '../support/tool.ts'

const serverAuth = '1.3.6.1.5.5.7.3.1'
const clientAuth = '1.3.6.1.5.5.7.3.2'
const folder = temporaryFolder()
afterAll(folder.remove)

const leaf = leafCertificate(
  { subject: { CN: 'Issuer' }, key: labKey('p-256', 'nss issuer') },
  { subject: { CN: 'peer.test' }, key: labKey('p-256', 'nss peer') },
  { notBefore: seconds(1_577_836_800), notAfter: seconds(2_208_988_800) },
  [{ dns: 'peer.test' }],
)
const certificates = {
  trusted: [testRoot('NSS trusted'), 'C,,'],
  distrusted: [testRoot('NSS distrusted'), 'p,,'],
  known: [testRoot('NSS known'), ',,'],
  email: [testRoot('NSS email'), ',C,'],
  peer: [leaf, 'P,,'],
  'peer-authority': [testRoot('NSS peer authority'), 'P,,'],
} as const
const { trusted, distrusted, peer } = certificates

describe.skipIf(!hasTool('certutil', '-H'))('an NSS database, made by certutil', () => {
  let database: Uint8Array = new Uint8Array(0)
  beforeAll(() => {
    const db = `sql:${folder.path}`
    tool('certutil', ['-N', '-d', db, '--empty-password'])
    for (const [name, [der, trust]] of Object.entries(certificates)) {
      const file = join(folder.path, `${name}.pem`)
      writeFileSync(file, certificatesPem([der]))
      tool('certutil', ['-A', '-d', db, '-n', name, '-t', trust, '-i', file])
    }
    database = new Uint8Array(readFileSync(join(folder.path, 'cert9.db')))
  })

  it('holds what is trusted and distrusted for TLS servers; what it only knows of is left out', async () => {
    for (const name of [folder.path, `nss:${folder.path}`, `nss:sql:${folder.path}`]) {
      const content = await readStore(nodeHost, name)
      const settings =
        content !== null && 'certificates' in content ? content.certificates.map((c) => [hex(c.der), c.settings]) : content
      expect(Object.fromEntries(settings as [string, unknown][])).toEqual({
        [hex(trusted[0])]: { trusts: [serverAuth], rejects: [], binds: 'everyone' },
        // certutil's P and p stand for servers and clients.
        [hex(distrusted[0])]: { trusts: [], rejects: [serverAuth, clientAuth], binds: 'everyone' },
        [hex(peer[0])]: { trusts: [serverAuth, clientAuth], rejects: [], binds: 'everyone' },
      })
    }
  })

  const places: readonly (readonly [NonNullable<Machine['platform']>, string, string])[] = [
    ['linux', '/home/u/.pki/nssdb', '/'],
    ['darwin', '/Users/u/Library/Application Support/Firefox/Profiles/x.default', '/'],
    ['win32', 'C:\\Users\\u\\AppData\\Roaming\\Mozilla\\Firefox\\Profiles\\x.default', '\\'],
  ]
  it.each(places)('is read on %s', async (platform, path, slash) => {
    const host = machine({ platform, home: '/home/u', files: { [`${path}${slash}cert9.db`]: database } })
    expect(told(await readStore(host, path))).toHaveLength(3)
    expect(told(await readStore(host, `nss:${path}`))).toHaveLength(3)
    const found = locateStores(host).map(({ name }) => name)
    expect(found.includes('nss:/home/u/.pki/nssdb')).toBe(platform === 'linux')
  })

  it('is unreadable wherever it is cut, and while it is being written', async () => {
    const read = async (files: Readonly<Record<string, Uint8Array | string>>) => told(await readStore(machine({ files }), '/p'))
    for (const cut of cuts(database)) expect(typeof (await read({ '/p/cert9.db': cut })), `cut at ${cut.length}`).toBe('string')
    expect(await read({ '/p/cert9.db': database, '/p/cert9.db-journal': 'x' })).toMatch(/cert9\.db-journal is not empty/)
    expect(await read({ '/p/cert9.db': database, '/p/cert9.db-journal': '' })).toHaveLength(3)
  })
})

describe('an NSS database', () => {
  it('in the old form has the reason', async () => {
    expect(told(await readStore(machine({ files: { '/p/cert8.db': 'x' } }), '/p'))).toMatch(/Berkeley DB/)
  })

  it('that is not there is none', async () => {
    expect(await readStore(machine({}), 'nss:/p')).toBeNull()
  })
})
