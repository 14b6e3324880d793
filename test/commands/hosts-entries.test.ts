import { describe, expect, test } from 'vitest'
import { hostsEntries } from '../../src/commands/hosts-entries.ts'
import { machine } from '../support/machine.ts'

const lines = [
  '# a comment: 10.9.9.9 api.example.org',
  '127.0.0.1\tlocalhost',
  '',
  '10.0.0.7   other.example.org API.example.org. # staging',
  '::1 api.example.org',
  '10.0.0.8 api.example.org.evil.test',
].join('\r\n')

describe('entries of the hosts file for a name', () => {
  test.each([
    ['linux', '/etc/hosts', {}],
    ['darwin', '/etc/hosts', {}],
    ['win32', 'C:\\Windows\\System32\\drivers\\etc\\hosts', { SystemRoot: 'C:\\Windows' }],
  ] as const)('%s', (platform, path, env) => {
    const host = machine({ platform, env, files: { [path]: lines } })
    expect(hostsEntries(host, 'api.example.org')).toEqual([
      { address: '10.0.0.7', where: `${path}:4` },
      { address: '::1', where: `${path}:5` },
    ])
    expect(hostsEntries(host, 'example.org')).toEqual([])
  })

  test('Windows may keep it elsewhere', () => {
    const key = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters'
    const host = machine({
      platform: 'win32',
      env: { SystemRoot: 'D:\\Win' },
      files: { 'D:\\Win\\other\\hosts': lines },
      registry: { [key]: { keys: [], values: { DataBasePath: '%SystemRoot%\\other' } } },
    })
    expect(hostsEntries(host, 'api.example.org')).toHaveLength(2)
  })

  test('what every machine has there is no entry, and neither is what cannot be read', () => {
    expect(hostsEntries(machine({ files: { '/etc/hosts': lines } }), 'localhost')).toEqual([])
    expect(hostsEntries(machine({ files: { '/etc/hosts': { error: 'EACCES' } } }), 'api.example.org')).toEqual([])
    expect(hostsEntries(machine({}), 'api.example.org')).toEqual([])
  })
})
