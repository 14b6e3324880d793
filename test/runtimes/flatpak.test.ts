import { describe, expect, it } from 'vitest'
import { certificatesPem } from '../../src/lab/pem.ts'
import { unrelatedRoot, utc } from '../../src/lab/shapes.ts'
import type { Asking } from '../../src/model/machine.ts'
import { chrome } from '../../src/runtimes/chrome.ts'
import { firefox } from '../../src/runtimes/firefox.ts'
import type { Runtime } from '../../src/runtimes/runtime.ts'
import { locateStores } from '../../src/stores/index.ts'
import { machine, type Machine } from '../support/machine.ts'

// By flatpak-metadata(5), flatpak-override(1), flatpak-run(1) and the manifests of Flathub; no flatpak was run.

const pem = certificatesPem([unrelatedRoot('flatpak', utc('2026-01-01T00:00:00Z'))])
const system = '/var/lib/flatpak'
const own = (id: string): string => `/home/u/.var/app/${id}`

/** An installed application: what it may see, and its release. */
const app = (id: string, context: string, version: string, at = system): NonNullable<Machine['files']> => ({
  [`${at}/app/${id}/current/active/metadata`]: `[Application]\nname=${id}\n\n[Context]\n${context}\n`,
  [`${at}/app/${id}/current/active/files/share/metainfo/${id}.metainfo.xml`]: `<component><releases>\n<release type="stable" version="${version}" date="2026-08-01"/>\n<release version="1.2.3.4"/></releases></component>`,
})

async function only(runtime: Runtime, files: Machine['files']): Promise<Asking> {
  const host = machine({ files: files ?? {} })
  const [found] = await runtime.find(host)
  if (found === undefined) throw new Error('it is not found')
  return runtime.asks(host, found)
}
const names = (asking: Asking): readonly string[] => asking.stores.map(({ store }) => store)
const effects = (asking: Asking): readonly string[] =>
  asking.withoutEffect.map(({ setting, reason, params }) => `${setting.value} ${reason} ${params['instead'] ?? ''}`.trim())

describe('Chrome in a flatpak', () => {
  const id = 'com.google.Chrome'
  const context = 'shared=network;ipc;\nfilesystems=host-etc;xdg-download;xdg-run/pipewire-0:ro;'
  const shared = '/home/u/.pki/nssdb'
  const database = `${own(id)}/data/pki/nssdb`

  it('does not see the database in the home, and has one of its own from 146 on', async () => {
    const asking = await only(chrome, {
      ...app(id, context, '150.0.7000.1'),
      [`${shared}/cert9.db`]: 'x',
      [`${database}/cert9.db`]: 'x',
    })
    expect(asking.installation).toMatchObject({ path: `${system}/app/${id}`, version: '150.0.7000.1', client: 'chrome-150' })
    expect(asking.installation.note).toBe('Chrome, flatpak')
    expect(names(asking)).toEqual([`nss:${database}`])
    expect(effects(asking)).toEqual([`${shared} other-runtime ${database}`])
    const early = await only(chrome, {
      ...app(id, context, '145.0.1.2'),
      [`${shared}/cert9.db`]: 'x',
      [`${database}/cert9.db`]: 'x',
    })
    expect(names(early)).toEqual([])
  })

  it('keeps ~/.pki where it is persistent, and shares the user’s where it is given the home', async () => {
    const kept = `${own(id)}/.pki/nssdb`
    const files = { ...app(id, context, '150.0.7000.1'), [`${kept}/cert9.db`]: 'x', [`${shared}/cert9.db`]: 'x' }
    expect(names(await only(chrome, files))).toEqual([])
    const override = (text: string): Machine['files'] => ({ ...files, [`/home/u/.local/share/flatpak/overrides/${id}`]: text })
    expect(names(await only(chrome, override('[Context]\npersistent=.pki;\n')))).toEqual([`nss:${kept}`])
    expect(names(await only(chrome, override('[Context]\nfilesystems=home:ro;\n')))).toEqual([`nss:${shared}`])
  })

  it('loses the home by an override', async () => {
    const chromium = 'org.chromium.Chromium'
    const files = { ...app(chromium, 'filesystems=home;', '150.0.7000.1'), [`${shared}/cert9.db`]: 'x' }
    expect(names(await only(chrome, files))).toEqual([`nss:${shared}`])
    const without = { ...files, [`${system}/overrides/${chromium}`]: '[Context]\nfilesystems=!home;\n' }
    expect(names(await only(chrome, without))).toEqual([])
  })

  it('obeys the policies of the system; Chromium those of extensions alone', async () => {
    const text = '{ "CAPlatformIntegrationEnabled": false }'
    const policies = (asking: Asking): readonly string[] => asking.overrides.map(({ where }) => where)
    const google = '/etc/opt/chrome/policies/managed/a.json'
    expect(policies(await only(chrome, { ...app(id, context, '150.0.7000.1'), [google]: text }))).toEqual([`${google}:1`])
    const chromium = app('org.chromium.Chromium', 'filesystems=home;', '150.0.7000.1')
    const extension = `${system}/extension/org.chromium.Chromium.Extension.corp/x86_64/1/policies/managed/a.json`
    const both = { ...chromium, [extension]: text, '/etc/chromium/policies/managed/a.json': text }
    expect(policies(await only(chrome, both))).toEqual([`${extension}:1`])
  })

  it('is found in the user’s installation', async () => {
    const asking = await only(chrome, app(id, context, '150.0.7000.1', '/home/u/.local/share/flatpak'))
    expect(asking.installation.path).toBe(`/home/u/.local/share/flatpak/app/${id}`)
  })
})

describe('Firefox in a flatpak', () => {
  const home = `${own('org.mozilla.firefox')}/.mozilla`
  const profile = {
    [`${home}/firefox/profiles.ini`]: '[Profile0]\nIsRelative=1\nPath=a\nDefault=1\n',
    [`${home}/firefox/a/cert9.db`]: 'x',
  }
  const extension = `${system}/extension/org.mozilla.firefox.systemconfig/x86_64/stable`
  const policy = (...install: readonly string[]): string => JSON.stringify({ policies: { Certificates: { Install: install } } })

  it('obeys the extension’s policies, not the system’s', async () => {
    const asking = await only(firefox, {
      ...profile,
      '/etc/firefox/policies/policies.json': policy('/c/system.pem'),
      '/c/system.pem': pem,
      [`${extension}/policies/policies.json`]: policy('/app/etc/firefox/corp.pem', 'own.pem', '/c/system.pem'),
      [`${extension}/corp.pem`]: pem,
      [`${home}/certificates/own.pem`]: pem,
    })
    expect(names(asking)).toEqual([`nss:${home}/firefox/a`, `${extension}/corp.pem`, `${home}/certificates/own.pem`])
    expect(effects(asking)).toEqual(['/c/system.pem no-such-file'])
  })
})

describe('stores', () => {
  it('name the databases of flatpaks and snaps, each with its application', () => {
    const folders = [
      '/home/u/.pki/nssdb',
      '/home/u/.local/share/pki/nssdb',
      `${own('com.google.Chrome')}/data/pki/nssdb`,
      `${own('org.chromium.Chromium')}/.pki/nssdb`,
      '/home/u/snap/chromium/current/.pki/nssdb',
    ]
    const files = Object.fromEntries(folders.map((folder) => [`${folder}/cert9.db`, 'x']))
    expect(locateStores(machine({ files })).filter(({ name }) => name.startsWith('nss:'))).toEqual([
      { name: `nss:${folders[0]}`, title: 'NSS database' },
      { name: `nss:${folders[1]}`, title: 'NSS database' },
      { name: `nss:${folders[2]}`, title: 'NSS database of the flatpak com.google.Chrome' },
      { name: `nss:${folders[3]}`, title: 'NSS database of the flatpak org.chromium.Chromium' },
      { name: `nss:${folders[4]}`, title: 'NSS database of the snap chromium' },
    ])
  })
})
