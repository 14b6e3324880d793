import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { leafCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { seconds } from '../../src/model/time.ts'
import { hostAdditions } from '../../src/stores/host-additions.ts'
import { readStore } from '../../src/stores/index.ts'
import { type Entry, machine } from '../support/machine.ts'
import { heldIn, hex, testRoot } from '../support/roots.ts'
import { hasTool, temporaryFolder, tool } from '../support/tool.ts'

const [a, b, c, d] = [testRoot('Added A'), testRoot('Added B'), testRoot('Added C'), testRoot('Added D')]
const pem = (...ders: readonly Uint8Array[]): string => certificatesPem(ders)
const local = '/usr/local/share/ca-certificates'
const bundle = '/etc/ssl/certs/ca-certificates.crt'

/** Files added, and reasons with their files. */
function look(id: string, files: Readonly<Record<string, Entry>>) {
  const host = machine({ platform: id === 'freebsd' ? 'other' : 'linux', files: { '/etc/os-release': `ID=${id}`, ...files } })
  const { added, withoutEffect, unreadable } = hostAdditions(host)
  return {
    added: added.map(({ file, der }) => [file, hex(der)]),
    without: Object.fromEntries(withoutEffect.map(({ setting, reason, params }) => [setting.where, [reason, params]])),
    unreadable,
  }
}

describe("Debian's additions", () => {
  it('are the .crt files in PEM, in subfolders too, that are in the bundle', () => {
    const files = {
      [`${local}/a.crt`]: pem(a),
      [`${local}/deep/b.crt`]: pem(b),
      [`${local}/README`]: 'text',
      [bundle]: pem(a, b),
    }
    expect(look('debian', files)).toEqual({
      added: [
        [`${local}/a.crt`, hex(a)],
        [`${local}/deep/b.crt`, hex(b)],
      ],
      without: {},
      unreadable: [],
    })
  })

  it('have no effect under another name, in DER, without a certificate, and before the next run', () => {
    const files = {
      [`${local}/a.pem`]: pem(a),
      [`${local}/b.crt`]: b,
      [`${local}/c.crt`]: pem(c),
      [`${local}/d.crt`]: 'no certificate',
      [bundle]: pem(d),
    }
    expect(look('debian', files)).toEqual({
      added: [],
      without: {
        [`${local}/a.pem`]: ['wrong-file-name', { instead: 'a.crt' }],
        [`${local}/b.crt`]: ['no-certificate', { instead: 'PEM' }],
        [`${local}/c.crt`]: ['beaten', { by: bundle, instead: 'update-ca-certificates' }],
        [`${local}/d.crt`]: ['no-certificate', { instead: 'PEM' }],
      },
      unreadable: [],
    })
    expect(look('debian', { [`${local}/c.crt`]: pem(c) }).without[`${local}/c.crt`]?.[0]).toBe('beaten')
  })

  it('in a file of two reach only those that read the bundle', () => {
    const { added, without } = look('ubuntu', { [`${local}/two.crt`]: pem(a, b), [bundle]: pem(a, b) })
    expect(added).toHaveLength(2)
    expect(without[`${local}/two.crt`]?.[0]).toBe('some-requests')
  })

  it('may stand in the list of ca-certificates.conf, which can also leave them out', () => {
    const conf = '/etc/ca-certificates.conf'
    const share = '/usr/share/ca-certificates'
    const files = {
      [`${share}/mozilla/m.crt`]: pem(d),
      [`${share}/own/a.crt`]: pem(a),
      [`${share}/own/b.crt`]: pem(b),
      [`${share}/own/c.crt`]: pem(c),
      [conf]: '# list\nmozilla/m.crt\nown/a.crt\n!own/b.crt\n',
      [bundle]: pem(d, a),
    }
    const { added, without } = look('debian', files)
    expect(added).toEqual([[`${share}/own/a.crt`, hex(a)]])
    expect(without).toEqual({
      [`${share}/own/b.crt`]: ['beaten', { by: `${conf}:4`, instead: `a line own/b.crt in ${conf}` }],
      [`${share}/own/c.crt`]: ['beaten', { by: conf, instead: `a line own/c.crt in ${conf}` }],
    })
  })

  it('may be written into the bundle itself', () => {
    const files = { '/usr/share/ca-certificates/mozilla/m.crt': pem(d), [bundle]: pem(d, a) }
    expect(look('debian', files).added).toEqual([[bundle, hex(a)]])
    expect(look('debian', { [bundle]: pem(d, a) }).added).toEqual([])
  })

  it('that cannot be read are told with the reason', () => {
    const { added, unreadable } = look('debian', { [`${local}/a.crt`]: pem(a), [bundle]: { error: 'EACCES: permission denied' } })
    expect(added).toHaveLength(1)
    expect(unreadable).toEqual([{ path: bundle, why: 'EACCES: permission denied' }])
  })
})

describe('the additions of other systems', () => {
  it('Alpine takes any name, no folder and no link', () => {
    const files = {
      [`${local}/a.pem`]: pem(a),
      [`${local}/deep/b.crt`]: pem(b),
      [`${local}/c.crt`]: { link: '/opt/c.crt' },
      '/opt/c.crt': pem(c),
      [bundle]: pem(a),
    }
    const { added, without } = look('alpine', files)
    expect(added).toEqual([[`${local}/a.pem`, hex(a)]])
    expect(without[`${local}/c.crt`]?.[0]).toBe('wrong-file-name')
  })

  const p11 = [
    ['fedora', '/etc/pki/ca-trust/source', '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem', 'update-ca-trust'],
    ['arch', '/etc/ca-certificates/trust-source', '/etc/ca-certificates/extracted/tls-ca-bundle.pem', 'update-ca-trust'],
    ['suse', '/etc/pki/trust', '/var/lib/ca-certificates/ca-bundle.pem', 'update-ca-certificates'],
  ] as const
  it.each(p11)('%s takes PEM and DER of authorities, unless they are blocked', (id, source, generated, command) => {
    const leaf = leafCertificate(
      { subject: { CN: 'Issuer' }, key: labKey('p-256', 'added issuer') },
      { subject: { CN: 'leaf' }, key: labKey('p-256', 'added leaf') },
      { notBefore: seconds(1_577_836_800), notAfter: seconds(2_208_988_800) },
      [{ dns: 'leaf.test' }],
    )
    const files = {
      [`${source}/anchors/a.der`]: a,
      [`${source}/anchors/b.pem`]: pem(b),
      [`${source}/anchors/c.pem`]: pem(c),
      [`${source}/anchors/leaf.pem`]: pem(leaf),
      [`${source}/blocklist/b.pem`]: pem(b),
      [generated]: pem(a),
    }
    expect(look(id, files)).toEqual({
      added: [[`${source}/anchors/a.der`, hex(a)]],
      without: {
        [`${source}/anchors/b.pem`]: ['beaten', { by: `${source}/blocklist/b.pem` }],
        [`${source}/anchors/c.pem`]: ['beaten', { by: generated, instead: command }],
        [`${source}/anchors/leaf.pem`]: ['no-certificate', { instead: 'the certificate of an authority' }],
      },
      unreadable: [],
    })
  })

  it('FreeBSD takes .pem, .crt and .cer, unless they are untrusted', () => {
    const files = {
      '/usr/local/share/certs/a.pem': pem(a),
      '/usr/local/share/certs/b.txt': pem(b),
      '/usr/local/share/certs/c.crt': pem(c),
      '/usr/local/etc/ssl/untrusted/c.crt': pem(c),
      '/etc/ssl/certs/01234567.0': pem(a),
    }
    const { added, without } = look('freebsd', files)
    expect(added).toEqual([['/usr/local/share/certs/a.pem', hex(a)]])
    expect(without['/usr/local/share/certs/b.txt']).toEqual(['wrong-file-name', { instead: 'b.pem' }])
    expect(without['/usr/local/share/certs/c.crt']).toEqual(['beaten', { by: '/usr/local/etc/ssl/untrusted/c.crt' }])
  })

  it('a system without such a place, and another platform, has none', () => {
    expect(look('nixos', { [`${local}/a.crt`]: pem(a) }).added).toEqual([])
    expect(hostAdditions(machine({ platform: 'win32' })).added).toEqual([])
    expect(hostAdditions(machine({ platform: 'darwin' })).added).toEqual([])
  })
})

describe.skipIf(!hasTool('/usr/sbin/update-ca-certificates', '--help'))('update-ca-certificates itself agrees', () => {
  const folder = temporaryFolder()
  afterAll(folder.remove)
  const at = (path: string): string => join(folder.path, path)
  const put = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(at(path)), { recursive: true })
    writeFileSync(at(path), content)
  }

  /** What the tool left in its folders, as a machine on which they stand in their usual places. */
  function asMachine(): Readonly<Record<string, Entry>> {
    const files: Record<string, Entry> = { '/etc/os-release': 'ID=debian' }
    const walk = (real: string, shown: string): void => {
      for (const name of readdirSync(real)) {
        const path = join(real, name)
        const stat = lstatSync(path)
        if (stat.isDirectory()) walk(path, `${shown}/${name}`)
        else if (stat.isSymbolicLink()) files[`${shown}/${name}`] = { link: readlinkSync(path).replace(at('local'), local) }
        else files[`${shown}/${name}`] = new Uint8Array(readFileSync(path))
      }
    }
    walk(at('local'), local)
    walk(at('certs'), '/etc/ssl/certs')
    return files
  }

  it('on what is taken up, what is linked and what has no effect', async () => {
    put('certs/.keep', '')
    put('hooks/.keep', '')
    put('share/mozilla/x.crt', pem(testRoot('Mozilla')))
    put('conf', '!mozilla/x.crt\n')
    put('local/a.crt', pem(a))
    put('local/deep/b.crt', pem(b))
    put('local/two.crt', pem(c, testRoot('Second of two')))
    put('local/wrong.pem', pem(d))
    put('local/binary.crt', testRoot('Binary'))
    const options = { certsconf: 'conf', certsdir: 'share', localcertsdir: 'local', etccertsdir: 'certs', hooksdir: 'hooks' }
    const args = Object.entries(options).flatMap(([option, path]) => [`--${option}`, at(path)])
    tool('/usr/sbin/update-ca-certificates', args)
    const host = machine({ files: asMachine() })
    const inBundle = heldIn(await readStore(host, bundle))
    const linked = heldIn(await readStore(host, 'openssl-dir:/etc/ssl/certs'))
    const { added, withoutEffect } = hostAdditions(host)
    expect(added.map(({ der }) => hex(der)).sort()).toEqual(inBundle)
    const reasons = Object.fromEntries(withoutEffect.map(({ setting, reason }) => [setting.value, reason]))
    expect(reasons).toEqual({ 'two.crt': 'some-requests', 'wrong.pem': 'wrong-file-name', 'binary.crt': 'no-certificate' })
    // What reaches only some is what stands in the bundle and has no link.
    expect(linked).toEqual([hex(a), hex(b)].sort())
  }, 60_000)
})
