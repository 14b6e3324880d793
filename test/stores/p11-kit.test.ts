import { describe, expect, it } from 'vitest'
import { octetString, oid, sequence } from '../../src/lab/der-writer.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { readStore } from '../../src/stores/index.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { writePem } from '../../src/x509/pem.ts'
import { type Entry, machine } from '../support/machine.ts'
import { hex, testRoot, told } from '../support/roots.ts'

/** The outcomes are those of p11-kit 0.24.1 (`trust list`, `trust extract --purpose=server-auth`) on the same files in a chroot. */
const source = '/etc/pki/ca-trust/source'
const roots = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, testRoot(`p11 ${name}`)])) as Record<
  'a' | 'b' | 'c' | 'd',
  Uint8Array
>
const { a, b, c, d } = roots
const pem = (der: Uint8Array): string => certificatesPem([der])
const octets = (bytes: Uint8Array): string => `"${[...bytes].map((octet) => `%${octet.toString(16).padStart(2, '0')}`).join('')}"`
const object = (...lines: readonly string[]): string => `[p11-kit-object-v1]\n${lines.join('\n')}\n`
const distrusted = { trusts: [], rejects: ['2.5.29.37.0'], binds: 'everyone' }

async function read(files: Readonly<Record<string, Entry>>, name = 'p11-kit') {
  const content = await readStore(machine({ files }), name)
  if (content === null || 'unreadable' in content) return content === null ? null : content.unreadable
  return Object.fromEntries(content.certificates.map(({ der, settings }) => [hex(der), settings]))
}

describe("p11-kit's trust sources", () => {
  it('folders say what is trusted and what is not; distrust wins, in whichever source it stands', async () => {
    const files = {
      [`${source}/anchors/a.pem`]: pem(a),
      [`${source}/anchors/b.der`]: b,
      [`${source}/anchors/deeper/d.pem`]: pem(d),
      [`${source}/blocklist/b.pem`]: pem(b),
      [`${source}/c.pem`]: pem(c),
      '/usr/share/pki/ca-trust-source/anchors/d.pem': pem(d),
    }
    expect(await read(files)).toEqual({ [hex(a)]: null, [hex(b)]: distrusted, [hex(d)]: null })
  })

  it('blacklist is read where there is no blocklist, as by releases before 0.24', async () => {
    const files = { [`${source}/anchors/a.pem`]: pem(a), [`${source}/blacklist/a.pem`]: pem(a) }
    expect(await read(files)).toEqual({ [hex(a)]: distrusted })
    expect(await read({ ...files, [`${source}/blocklist/`]: '' })).toEqual({ [hex(a)]: null })
  })

  it('its own files say what they trust and distrust', async () => {
    const files = {
      [`${source}/a.p11-kit`]: object('trusted: true', '', pem(a)) + object('x-distrusted: true', '', pem(b)),
      [`${source}/c.p11-kit`]: object('label: "neither"', '', pem(c)),
      [`${source}/d.p11-kit`]: object('class: certificate', 'trusted: true', `value: ${octets(d)}`),
    }
    expect(await read(files)).toEqual({ [hex(a)]: null, [hex(b)]: distrusted, [hex(d)]: null })
  })

  it('distrusts by issuer and serial number alone', async () => {
    const { issuer, serialNumber } = readCertificate(a)
    const serial = Uint8Array.of(2, serialNumber.length, ...serialNumber)
    const ban = object(
      'class: certificate',
      'x-distrusted: true',
      `issuer: ${octets(issuer.der)}`,
      `serial-number: ${octets(serial)}`,
    )
    expect(await read({ [`${source}/anchors/a.pem`]: pem(a), [`${source}/ban.p11-kit`]: ban })).toEqual({ [hex(a)]: distrusted })
  })

  it('purposes are attached to a key, in another object', async () => {
    const email = '1.3.6.1.5.5.7.3.4'
    const list = sequence(oid(email))
    const key = writePem('PUBLIC KEY', readCertificate(a).subjectPublicKeyInfo.der)
    for (const value of [list, sequence(oid('2.5.29.37'), octetString(list))]) {
      const extension = object('class: x-certificate-extension', 'object-id: 2.5.29.37', `value: ${octets(value)}`, key)
      const files = { [`${source}/a.p11-kit`]: extension + object('trusted: true', pem(a)) }
      expect(await read(files)).toEqual({ [hex(a)]: { trusts: [email], rejects: [], binds: 'everyone' } })
    }
  })

  it("OpenSSL's trusted form is trust for what it names, and a ban where it names nothing", async () => {
    const trusted = (aux: Uint8Array): string => writePem('TRUSTED CERTIFICATE', Buffer.concat([a, aux]))
    const serverAuth = oid('1.3.6.1.5.5.7.3.1')
    const reject = Buffer.concat([Uint8Array.of(0xa0, serverAuth.length), serverAuth])
    expect(await read({ [`${source}/a.pem`]: trusted(sequence(sequence(serverAuth))) })).toEqual({
      [hex(a)]: { trusts: ['1.3.6.1.5.5.7.3.1'], rejects: [], binds: 'everyone' },
    })
    expect(await read({ [`${source}/a.pem`]: trusted(sequence(reject)) })).toEqual({ [hex(a)]: distrusted })
  })

  it('a file or a folder is read by its path, and a store of nothing has the reason', async () => {
    expect(await read({ '/x/anchors/a.pem': pem(a) }, '/x')).toEqual({ [hex(a)]: null })
    expect(await read({ '/x.p11-kit': object('trusted: true', pem(a)) }, '/x.p11-kit')).toEqual({ [hex(a)]: null })
    expect(await read({ [`${source}/anchors/`]: '' })).toBe('no file in it trusts or distrusts a certificate')
    expect(await read({ [`${source}/anchors/a.pem`]: { error: 'EACCES: permission denied' } })).toBe('EACCES: permission denied')
    expect(await read({})).toBeNull()
    expect(await read({ [`${source}/anchors/a.pem`]: pem(a).slice(0, 90) })).toMatch(/no file in it/)
    expect(told(await readStore(machine({ platform: 'win32' }), 'p11-kit'))).toBeNull()
  })
})
