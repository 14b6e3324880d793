import { describe, expect, it } from 'vitest'
import { certificatesPem } from '../../src/lab/pem.ts'
import { unrelatedRoot, utc } from '../../src/lab/shapes.ts'
import { mysql } from '../../src/runtimes/mysql.ts'
import { optionLines } from '../../src/runtimes/shared/option-files.ts'
import { machine } from '../support/machine.ts'

const pem = certificatesPem([unrelatedRoot('database', utc('2026-01-01T00:00:00Z'))])

/** What `--version` prints: MariaDB 10.11.19 here, 11.4 and MySQL by their manuals. */
const versions = {
  maria: 'mysql  Ver 15.1 Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64) using  EditLine wrapper\n',
  newer: 'mariadb from 11.4.2-MariaDB, client 15.2 for debian-linux-gnu (x86_64) using  EditLine wrapper\n',
  mysql: 'mysql  Ver 8.0.36 for Linux on x86_64 (MySQL Community Server - GPL)\n',
}

const ask = async (which: keyof typeof versions, own: string, files: Readonly<Record<string, string>> = {}) => {
  const host = machine({
    env: { PATH: '/usr/bin' },
    files: {
      '/usr/bin/mysql': 'x',
      '/ca/a.pem': pem,
      '/ca/b.pem': pem,
      '/usr/lib/ssl/certs/x': '',
      '/usr/lib/ssl/cert.pem': pem,
      '/home/u/.my.cnf': own,
      ...files,
    },
    runs: { '/usr/bin/mysql --no-defaults --version': versions[which] },
  })
  const [found] = await mysql.find(host)
  if (found === undefined) throw new Error('it is not found')
  const asking = await mysql.asks(host, found)
  return {
    version: found.version,
    stores: asking.stores.map(({ store }) => store),
    dangers: asking.dangers.map(({ setting, reason }) => `${setting.name} ${reason}`),
    lost: asking.withoutEffect.map(({ setting, reason }) => `${setting.name} ${setting.where} ${reason}`),
    asking,
  }
}

describe('option files', () => {
  // What mariadb 10.11.19 said with these very files (`mariadb --help`, the table at its end).
  it('of several the last counts, also by include; quotes and comments go, `_` is `-`, other groups are of others', () => {
    const own =
      "[client]\nssl-ca = /a.pem\n[mysqld]\nssl-ca=/server.pem\n[client]\nssl_ca='/b with blank.pem' # comment\n[mysql]\nssl-verify-server-cert\n"
    const lines = (files: Readonly<Record<string, string>>) =>
      optionLines(machine({ files }), ['ssl-ca', 'ssl-verify-server-cert']).filter(({ group }) => group !== 'mysqld')
    expect(lines({ '/home/u/.my.cnf': own }).map(({ name, value }) => [name, value])).toEqual([
      ['ssl-ca', '/a.pem'],
      ['ssl-ca', '/b with blank.pem'],
      ['ssl-verify-server-cert', null],
    ])
    const including = '[client]\nssl-ca=/x.pem\nskip-ssl-verify-server-cert\nssl-capath=rel # c\n!include /inc.cnf\n'
    const both = lines({
      '/home/u/.my.cnf': including,
      '/inc.cnf': '[client]\nssl-ca=/inc.pem\n',
      '/etc/my.cnf': '[client]\nssl-ca=/etc.pem\n',
    })
    expect(both.map(({ value, isOff }) => [value, isOff])).toEqual([
      ['/etc.pem', false],
      ['/x.pem', false],
      [null, true],
      ['/inc.pem', false],
    ])
    const folder = {
      '/etc/my.cnf': '!includedir /etc/d/\n',
      '/etc/d/b.cnf': '[client]\nssl-ca=/b\n',
      '/etc/d/c.txt': '[client]\nssl-ca=/c\n',
    }
    expect(lines(folder).map(({ value, path }) => [value, path])).toEqual([['/b', '/etc/d/b.cnf']])
  })

  it('keeps no password', () => {
    const lines = optionLines(machine({ files: { '/home/u/.my.cnf': '[client]\npassword=hunter2\nssl-ca=/a\n' } }), ['ssl-ca'])
    expect(JSON.stringify(lines)).not.toContain('hunter2')
  })
})

describe('clients of MySQL and MariaDB', () => {
  it('an authority makes both verify the chain, and not the name', async () => {
    const own = '[client]\nssl-ca=/ca/a.pem\n'
    expect(await ask('maria', own)).toMatchObject({
      version: '10.11.19',
      stores: ['/ca/a.pem'],
      dangers: ['ssl-ca names-not-checked'],
    })
    expect(await ask('mysql', own)).toMatchObject({
      version: '8.0.36',
      stores: ['/ca/a.pem'],
      dangers: ['ssl-ca names-not-checked'],
    })
    expect(await ask('newer', own)).toMatchObject({ version: '11.4.2', dangers: [] })
  })

  it('without one nothing is verified, but by MariaDB from 11.4 on, which asks OpenSSL', async () => {
    expect((await ask('maria', '')).dangers).toEqual(['ssl-verify-server-cert verification-off'])
    expect(await ask('mysql', '')).toMatchObject({ stores: [], dangers: ['ssl-mode verification-off'] })
    const newer = await ask('newer', '')
    expect(newer.dangers).toEqual([])
    expect(newer.stores).toEqual(['/usr/lib/ssl/cert.pem'])
  })

  it('ssl-mode decides for MySQL, and stops MariaDB', async () => {
    expect((await ask('mysql', '[client]\nssl-ca=/ca/a.pem\nssl-mode=VERIFY_IDENTITY\n')).dangers).toEqual([])
    const off = await ask('mysql', '[client]\nssl-ca=/ca/a.pem\nssl-mode=REQUIRED\n')
    expect(off).toMatchObject({ dangers: ['ssl-mode verification-off'], lost: ['ssl-ca /home/u/.my.cnf:2 beaten'] })
    expect((await ask('maria', '[client]\nssl-mode=VERIFY_CA\n')).asking.unknown).toMatch(/does not start.*\.my\.cnf:2/)
  })

  it('tells what is beaten, what is not there, and what is for the server alone', async () => {
    const { lost, stores } = await ask('maria', '[client]\nssl-ca=/ca/gone.pem\n', {
      '/etc/mysql/my.cnf': '[client]\nssl-ca=/ca/b.pem\n[mysqld]\nssl-ca=/ca/s.pem\n',
    })
    expect(stores).toEqual(['/ca/gone.pem'])
    expect(lost).toEqual([
      'ssl-ca /home/u/.my.cnf:2 no-such-file',
      'ssl-ca /etc/mysql/my.cnf:2 beaten',
      'ssl-ca /etc/mysql/my.cnf:4 some-requests',
    ])
  })
})
