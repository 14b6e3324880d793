import { describe, expect, it } from 'vitest'
import { alpineStore } from '../../src/cures/alpine-store.ts'
import { archStore } from '../../src/cures/arch-store.ts'
import type { AnchorToChange, Cure, Need } from '../../src/cures/cure.ts'
import { debianStore } from '../../src/cures/debian-store.ts'
import { fedoraStore } from '../../src/cures/fedora-store.ts'
import { gentooStore } from '../../src/cures/gentoo-store.ts'
import { suseStore } from '../../src/cures/suse-store.ts'
import { systemUpdate } from '../../src/cures/system-update.ts'
import { voidStore } from '../../src/cures/void-store.ts'
import { faults } from '../../src/lab/index.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { seconds } from '../../src/model/time.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { prove } from '../../src/validation/proof.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { evidenceOf, situationOf } from '../support/evidence.ts'
import { type Entry, machine } from '../support/machine.ts'
import { testRoot } from '../support/roots.ts'
import { plainAsking } from './support/plain-asking.ts'

const [wanted, other, third] = [testRoot('Wanted Root'), testRoot('Other Root'), testRoot('Third Root')]
const pem = (...ders: readonly Uint8Array[]): string => certificatesPem(ders)
const bundle = '/etc/ssl/certs/ca-certificates.crt'
const mozilla = '/usr/share/ca-certificates/mozilla'
const local = '/usr/local/share/ca-certificates'

const asking = plainAsking({ runtime: 'openssl', path: '/usr/bin/openssl', client: null })
const anchor = (der: Uint8Array, label = 'Wanted Root'): AnchorToChange => ({
  der,
  label,
  sha256: readCertificate(der).sha256,
  by: 'evidence',
})
const need = (stores: readonly string[], over: Partial<Need> = {}): Need => ({
  seats: stores.map((store) => ({ client: 'openssl-3.0', store, asking })),
  add: [anchor(wanted)],
  drop: [],
  project: '',
  ...over,
})

/** A Debian whose store holds one root that the package brings. */
const debian = (files: Readonly<Record<string, Entry>> = {}) =>
  machine({
    files: {
      '/etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
      '/usr/sbin/update-ca-certificates': '#!/bin/sh',
      [`${mozilla}/Other.crt`]: pem(other),
      '/etc/ca-certificates.conf': 'mozilla/Other.crt\n',
      [bundle]: pem(other),
      '/usr/lib/ssl/cert.pem': { link: bundle },
      '/usr/lib/ssl/certs': { link: '/etc/ssl/certs' },
      '/home/u/certifi.pem': pem(other),
      ...files,
    },
  })

/** One machine for each family, with its tool and a store that holds `Other Root`. */
const families: readonly (readonly [Cure, string, Readonly<Record<string, Entry>>])[] = [
  [debianStore, bundle, {}],
  [alpineStore, bundle, { '/etc/os-release': 'ID=alpine' }],
  [gentooStore, bundle, { '/etc/os-release': 'ID=gentoo' }],
  [voidStore, bundle, { '/etc/os-release': 'ID=void' }],
  [
    fedoraStore,
    '/etc/pki/tls/cert.pem',
    {
      '/etc/os-release': 'ID=fedora',
      '/usr/bin/update-ca-trust': '',
      '/usr/share/pki/ca-trust-source/anchors/o.pem': pem(other),
      '/etc/pki/ca-trust/source/README': '',
      '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem': pem(other),
      '/etc/pki/tls/cert.pem': { link: '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem' },
    },
  ],
  [
    archStore,
    '/etc/ssl/cert.pem',
    {
      '/etc/os-release': 'ID=arch',
      '/usr/bin/update-ca-trust': '',
      '/usr/share/ca-certificates/trust-source/anchors/o.pem': pem(other),
      '/etc/ca-certificates/trust-source/README': '',
      '/etc/ca-certificates/extracted/tls-ca-bundle.pem': pem(other),
      '/etc/ssl/cert.pem': { link: '/etc/ca-certificates/extracted/tls-ca-bundle.pem' },
    },
  ],
  [
    suseStore,
    '/etc/ssl/ca-bundle.pem',
    {
      '/etc/os-release': 'ID="opensuse-leap"',
      '/usr/share/pki/trust/anchors/o.pem': pem(other),
      '/etc/pki/trust/README': '',
      '/var/lib/ca-certificates/ca-bundle.pem': pem(other),
      '/etc/ssl/ca-bundle.pem': { link: '/var/lib/ca-certificates/ca-bundle.pem' },
    },
  ],
]

describe.each(families)('$id', (cure, store, files) => {
  const host = debian(files)
  const changed = async (asked: Need): Promise<readonly string[]> =>
    ((await cure.plan(host, asked))?.steps ?? []).flatMap(({ change }) => (change.kind === 'file' ? [change.path] : []))

  it('adds by a file of its own and the tool, which alone writes what is generated', async () => {
    const draft = await cure.plan(host, need([store]))
    expect(draft?.steps.map(({ change }) => change.kind)).toEqual(['file', 'regenerate'])
    expect(draft?.steps.every(({ needsRights }) => needsRights)).toBe(true)
    expect((await changed(need([store])))[0]).toMatch(/\/rootcause-wanted-root-[0-9a-f]{8}\.crt$/)
    expect(draft?.deltas).toContainEqual({ kind: 'add-anchor', store, cert: anchor(wanted).sha256 })
    const tool = draft?.steps.at(-1)?.change
    expect(tool?.kind === 'regenerate' && tool.tool.argv[0].startsWith('/usr/')).toBe(true)
  })

  it('drops what a package brings without touching what the package owns', async () => {
    const [path, ...more] = await changed(need([store], { add: [], drop: [anchor(other, 'Other Root')] }))
    expect(more).toEqual([])
    expect(path).toMatch(/^\/etc\/(?:ca-certificates\.conf|.*\/rootcause-other-root-[0-9a-f]{8}\.pem)$/)
  })

  it('is not for another system, nor for a store that the tool does not make', async () => {
    expect(await cure.plan(debian({ ...files, '/etc/os-release': 'ID=nixos' }), need([store]))).toBeNull()
    expect(await cure.plan(host, need(['/home/u/certifi.pem']))).toBeNull()
    expect(await cure.plan(machine({ platform: 'darwin' }), need(['system']))).toBeNull()
  })

  it('proposes nothing where the store holds what it should', async () => {
    expect(await cure.plan(host, need([store], { add: [anchor(other)] }))).toBeNull()
    expect(await cure.plan(host, need([store], { add: [], drop: [anchor(wanted)] }))).toBeNull()
  })
})

describe("Debian's store", () => {
  const advised = async (files: Readonly<Record<string, Entry>>, asked = need([bundle])) => {
    const draft = await debianStore.plan(debian(files), asked)
    return {
      steps: draft?.steps.length,
      deltas: draft?.deltas.length,
      what: draft?.advice[0]?.what,
      command: draft?.advice[0]?.command,
    }
  }

  it('gives files names that every tool takes, whatever a certificate calls itself', async () => {
    for (const label of ['../../etc/passwd', 'a b(c),d\n!e', '', '-rf', 'Főtanúsítvány', '日本', 'x'.repeat(300)]) {
      const draft = await debianStore.plan(debian(), need([bundle], { add: [anchor(wanted, label)] }))
      const change = draft?.steps[0]?.change
      expect(change?.kind === 'file' && change.path).toMatch(
        /^\/usr\/local\/share\/ca-certificates\/rootcause-[a-z0-9](?:[a-z0-9-]{0,50})\.crt$/,
      )
    }
  })

  it('says what the tool would lose, and does not run it', async () => {
    expect(await advised({ [bundle]: pem(other, third) })).toMatchObject({
      steps: 0,
      deltas: 0,
      what: expect.stringContaining('Third Root'),
    })
  })

  it('says how the tool is had where it is not there', async () => {
    const host = machine({ files: { '/etc/os-release': 'ID=alpine', [bundle]: pem(other) } })
    const draft = await alpineStore.plan(host, need([bundle]))
    expect([draft?.steps, draft?.advice[0]?.command]).toEqual([[], 'apk add ca-certificates'])
  })

  it('leaves alone what stands behind a link, and what could not be read', async () => {
    const files = { '/opt/corp.crt': pem(third), [`${local}/corp.crt`]: { link: '/opt/corp.crt' }, [bundle]: pem(other, third) }
    const asked = need([bundle], { add: [], drop: [anchor(third)] })
    expect(await advised(files, asked)).toMatchObject({ steps: 0, what: expect.stringContaining('symbolic link') })
    const closed = { [`${local}/x.crt`]: { error: 'EACCES: permission denied' } }
    expect(await advised(closed)).toMatchObject({ steps: 0, what: expect.stringContaining('EACCES') })
  })

  it('tells what waits to be taken up along with it', async () => {
    const draft = await debianStore.plan(debian({ [`${local}/waiting.crt`]: pem(third) }), need([bundle]))
    expect(draft?.notes.join()).toContain(`${local}/waiting.crt waits`)
  })

  it('counts on no store that is put together with another which holds the root too', async () => {
    const asked = need([bundle, `${bundle} + /home/u/certifi.pem`], { add: [], drop: [anchor(other)] })
    const stores = ((await debianStore.plan(debian(), asked))?.deltas ?? []).map((delta) => ('store' in delta ? delta.store : ''))
    expect(stores).toContain(bundle)
    expect(stores).not.toContain(`${bundle} + /home/u/certifi.pem`)
  })

  it('changes a list once for two, and both back to the octet before', async () => {
    const files = {
      [`${mozilla}/Third.crt`]: pem(third),
      '/etc/ca-certificates.conf': '# x\nmozilla/Other.crt\nmozilla/Third.crt\n',
      [bundle]: pem(other, third),
    }
    const draft = await debianStore.plan(debian(files), need([bundle], { add: [], drop: [anchor(other), anchor(third)] }))
    const [change, tool, ...more] = (draft?.steps ?? []).map((step) => step.change)
    expect([tool?.kind, more]).toEqual(['regenerate', []])
    expect(change?.kind === 'file' && Buffer.from(change.content ?? '', 'base64').toString()).toBe(
      '# x\n!mozilla/Other.crt\n!mozilla/Third.crt\n',
    )
  })
})

describe("the system's update", () => {
  /** ISRG Root X1: in Debian 12's package, and in Mozilla's list. */
  const isrg = {
    ...anchor(wanted, 'ISRG Root X1'),
    sha256: '96bcec06264976f37460779acf28c5a7cfe8a3c0aae11a8ffcee05c0bddf08c6' as Sha256,
  }

  it('is advised where the list that the system ships has the root, and for no private one', async () => {
    const draft = await systemUpdate.plan(debian(), need([bundle], { add: [isrg] }))
    expect(draft).toMatchObject({ steps: [], deltas: [] })
    expect(draft?.advice[0]).toMatchObject({
      command: expect.stringContaining('--only-upgrade ca-certificates'),
      what: expect.stringContaining('Debian 12'),
    })
    expect(await systemUpdate.plan(debian(), need([bundle]))).toBeNull()
    expect(await systemUpdate.plan(debian(), need(['/home/u/certifi.pem'], { add: [isrg] }))).toBeNull()
  })

  it('is a maybe elsewhere', async () => {
    const draft = await systemUpdate.plan(
      machine({ files: { '/etc/os-release': 'ID=fedora' } }),
      need(['system'], { add: [isrg] }),
    )
    expect(draft?.advice[0]?.what).toContain('may cure it')
  })

  it('tells what the administrator does where nothing is written', async () => {
    const draft = await systemUpdate.plan(machine({ files: { '/etc/os-release': 'ID=nixos' } }), need(['system']))
    expect(draft?.advice).toMatchObject([{ owner: 'user', command: 'nixos-rebuild switch' }])
  })
})

describe('30 May 2020', () => {
  const built = faults.find(({ id }) => id === 'addtrust-2020')?.build(seconds(0))
  const [old, renewed] = built?.stores?.find(({ id }) => id === 'linux-bundle')?.anchors ?? []
  if (built === undefined || old === undefined || renewed === undefined) throw new Error('the lab’s AddTrust has another shape')
  const clients = ['openssl-s_client-1.0.2', 'python-3.8']

  /** Whom the plan for a Debian with these roots cures, by the engine. */
  const cured = async (held: readonly Uint8Array[], over: Partial<Need>): Promise<readonly string[]> => {
    const named = held.map((der, i) => [`mozilla/${i}.crt`, pem(der)] as const)
    const host = debian({
      ...Object.fromEntries(named.map(([name, text]) => [`/usr/share/ca-certificates/${name}`, text])),
      '/etc/ca-certificates.conf': named.map(([name]) => `${name}\n`).join(''),
      [bundle]: pem(...held),
    })
    const stores = [{ id: bundle, origin: bundle, anchors: held }]
    // The root to be added is in the evidence because it was found there.
    const found = { id: 'found', origin: 'found', anchors: [renewed] }
    const evidence = evidenceOf(
      { ...built, stores: [...stores, found] },
      clients.map((id) => ({ id, store: bundle })),
    )
    const draft = await debianStore.plan(host, need([bundle], { add: [], ...over }))
    return prove(situationOf(evidence), draft?.deltas ?? []).cures.map(({ client }) => client)
  }

  it('adding the new root cures those that look further, and OpenSSL 1.0.2 only when the expired one goes', async () => {
    expect(await cured([old], { add: [anchor(renewed)] })).toEqual(['python-3.8'])
    expect(await cured([old, renewed], { drop: [anchor(old)] })).toEqual(['openssl-s_client-1.0.2'])
    expect(await cured([old], { add: [anchor(renewed)], drop: [anchor(old)] })).toEqual(clients)
  })
})
