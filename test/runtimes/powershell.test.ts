import { describe, expect, it } from 'vitest'
import { powershell } from '../../src/runtimes/powershell.ts'
import { somePem } from '../support/asking-of.ts'
import { machine } from '../support/machine.ts'

const five = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe'
const seven = 'C:\\Program Files\\PowerShell\\7\\pwsh.exe'
const env = { SystemRoot: 'C:\\Windows', ProgramFiles: 'C:\\Program Files', Path: 'C:\\Program Files\\PowerShell\\7', PATH: '' }

describe('PowerShell', () => {
  it('on Windows both kinds are found, each once, and ask Windows', async () => {
    const host = machine({ platform: 'win32', env, files: { [five]: 'x', [seven]: 'x' } })
    const found = await powershell.find(host)
    expect(found.map(({ path, version, note }) => [path, version, note])).toEqual([
      [seven, '7', 'PowerShell'],
      [five, '5.1', 'Windows PowerShell'],
    ])
    for (const one of found)
      expect((await powershell.asks(host, one)).stores).toEqual([{ store: 'windows:ROOT', ifUnreadable: 'fails' }])
  })

  it('without PowerShell 7 there is the one that Windows has', async () => {
    const found = await powershell.find(machine({ platform: 'win32', env, files: { [five]: 'x' } }))
    expect(found.map(({ path }) => path)).toEqual([five])
  })

  it.each(['linux', 'darwin'] as const)('on %s it asks what its own .NET asks', async (platform) => {
    const folder = '/opt/microsoft/powershell/7'
    const config = '{ "runtimeOptions": { "includedFrameworks": [{ "name": "Microsoft.NETCore.App", "version": "8.0.14" }] } }'
    const host = machine({
      platform,
      env: { PATH: '/usr/bin', SSL_CERT_FILE: '/ca.pem' },
      files: {
        '/usr/bin/pwsh': { link: `${folder}/pwsh` },
        [`${folder}/pwsh`]: 'x',
        [`${folder}/pwsh.runtimeconfig.json`]: config,
        '/ca.pem': somePem,
      },
    })
    const [found, ...others] = await powershell.find(host)
    if (found === undefined) throw new Error('not found')
    expect([found.path, found.version, found.client, others]).toEqual([
      '/usr/bin/pwsh',
      '7',
      platform === 'linux' ? 'dotnet-8-openssl' : null,
      [],
    ])
    const { stores } = await powershell.asks(host, found)
    expect(stores.map(({ store }) => store)).toEqual([platform === 'linux' ? '/ca.pem' : 'system'])
  })
})
