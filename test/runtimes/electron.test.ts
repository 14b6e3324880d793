import { describe, expect, it } from 'vitest'
import { electron } from '../../src/runtimes/electron.ts'
import { machine, type Machine } from '../support/machine.ts'

const program = (folder: string, slash = '/') => ({
  [[folder, 'chrome_100_percent.pak'].join(slash)]: 'x',
  [[folder, 'resources', 'app.asar'].join(slash)]: 'x',
})

async function all(given: Machine) {
  const host = machine(given)
  const found = await electron.find(host)
  return Promise.all(found.map((one) => electron.asks(host, one)))
}

describe('programs on Electron', () => {
  it('on Linux the database of the user, of a snap and a flatpak that of their own homes', async () => {
    const askings = await all({
      files: {
        ...program('/opt/Slack'),
        '/opt/Slack/version': '33.2.0',
        ...program('/snap/code/current/usr/share/code'),
        ...program('/var/lib/flatpak/app/com.x.Y/current/active/files/y'),
        '/opt/chrome/chrome_100_percent.pak': 'a browser, and no Electron',
        '/home/u/.pki/nssdb/cert9.db': 'x',
        '/home/u/snap/code/current/.pki/nssdb/cert9.db': 'x',
      },
    })
    expect(askings.map(({ installation: i, stores }) => [i.note, i.version, stores.map(({ store }) => store).join()])).toEqual([
      ['Slack', '33.2.0', 'nss:/home/u/.pki/nssdb'],
      ['code, snap', null, 'nss:/home/u/snap/code/current/.pki/nssdb'],
      ['y, flatpak', null, ''],
    ])
    expect(askings.every(({ unknown }) => unknown !== '')).toBe(true)
  })

  it("elsewhere the system's store", async () => {
    const windows = await all({ platform: 'win32', home: 'C:\\U', files: program('C:\\U\\AppData\\Local\\Programs\\Code', '\\') })
    const mac = await all({
      platform: 'darwin',
      files: { '/Applications/Slack.app/Contents/Frameworks/Electron Framework.framework/x': '' },
    })
    for (const [asking] of [windows, mac]) expect(asking?.stores).toEqual([{ store: 'system', ifUnreadable: 'goes-on' }])
    expect(mac[0]?.installation.note).toBe('Slack')
  })

  it("Node's variable reaches half of it, and nothing of a release that does not know it", async () => {
    const reasons = async (version: string) => {
      const env = { NODE_EXTRA_CA_CERTS: '/a.pem', NODE_OPTIONS: '--use-system-ca', SSL_CERT_FILE: '/a.pem' }
      const [asking] = await all({ env, files: { ...program('/opt/x'), '/opt/x/version': version } })
      return asking?.withoutEffect.map(({ setting, reason }) => `${setting.name} ${reason}`)
    }
    const rest = ['NODE_OPTIONS other-runtime', 'SSL_CERT_FILE other-runtime']
    expect(await reasons('33.0.0')).toEqual(['NODE_EXTRA_CA_CERTS some-requests', ...rest])
    expect(await reasons('25.9.0')).toEqual(['NODE_EXTRA_CA_CERTS too-old', ...rest])
  })
})
