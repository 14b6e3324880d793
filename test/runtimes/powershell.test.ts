import { describe, expect, it } from 'vitest'
import { powershell } from '../../src/runtimes/powershell.ts'
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

  it.each(['linux', 'darwin'] as const)('on %s it is .NET, and is looked at as such', async (platform) => {
    expect(await powershell.find(machine({ platform, env: { PATH: '/usr/bin' }, files: { '/usr/bin/pwsh': 'x' } }))).toEqual([])
  })
})
