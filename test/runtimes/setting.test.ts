import { describe, expect, it } from 'vitest'
import { withoutPasswords } from '../../src/runtimes/shared/setting.ts'

describe('a value without its passwords', () => {
  it.each([
    ['https://user:hunter2@proxy.test:3128', 'https://user:***@proxy.test:3128'],
    ['https://hunter2@proxy.test', 'https://***@proxy.test'],
    ['user:hunter2@proxy.test:3128', '***@proxy.test:3128'],
    ['user:hun/ter2@proxy.test', '***@proxy.test'],
    [':hunter2@proxy.test', '***@proxy.test'],
    ['one.test user:hunter2@two.test', 'one.test ***@two.test'],
    ['one.test,user:hunter2@two.test', 'one.test,***@two.test'],
    ['proxy=user:hunter2@two.test', 'proxy=***@two.test'],
  ])('%s', (value, told) => {
    expect(withoutPasswords(value)).toBe(told)
  })

  it.each([
    '/opt/homebrew/etc/openssl@3/cert.pem',
    '/etc/ssl/certs:/opt/homebrew/etc/openssl@3/certs',
    'C:\\ProgramData\\openssl@3\\cert.pem',
    'C:/openssl@3/cert.pem',
    'proxy.test:3128',
    '[2001:db8::1]:443',
    '-Djavax.net.ssl.trustStore=/opt/openjdk@17/cacerts',
    'https://host.test/openssl@3',
  ])('%s holds none', (value) => {
    expect(withoutPasswords(value)).toBe(value)
  })
})
