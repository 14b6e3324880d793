import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { hasTool, temporaryFolder, tool } from '../support/tool.ts'

const why = hasTool('openssl', 'version') ? null : 'openssl is not here'

describe.skipIf(why !== null)(`keys on curves${why === null ? '' : `: ${why}`}`, () => {
  const { path: folder, remove } = temporaryFolder()
  afterAll(remove)

  /** A self-signed certificate of OpenSSL's. */
  const made = (curve: string, form: string): Uint8Array => {
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.der')]
    tool('openssl', ['ecparam', '-name', curve, '-genkey', '-noout', '-out', key], folder)
    tool('openssl', ['ec', '-in', key, '-conv_form', form, '-out', key], folder)
    const subject = ['-subj', '/CN=curves', '-days', '1']
    tool('openssl', ['req', '-x509', '-new', '-key', key, ...subject, '-outform', 'DER', '-out', certificate], folder)
    return readFileSync(certificate)
  }

  // JWK has the first three (RFC 7518 §6.2.1.1), and no compressed points.
  it.each([
    ['prime256v1', 'uncompressed', 65],
    ['secp384r1', 'uncompressed', 97],
    ['secp521r1', 'uncompressed', 133],
    ['secp256k1', 'uncompressed', 65],
    ['prime256v1', 'compressed', 33],
  ])('%s, %s: the signature fits, and one bit changed it does not', (curve, form, octets) => {
    const der = made(curve, form)
    const sound = readCertificate(der)
    expect(sound.subjectPublicKeyInfo.subjectPublicKey.length).toBe(octets)
    const verify = nodeSignatureVerifier()
    expect(verify(sound, sound.subjectPublicKeyInfo)).toBe('valid')
    const changed = Uint8Array.from(der)
    // In the serial number, behind the version: [0] { 02 01 02 } 02 len.
    const at = Buffer.from(der).indexOf(Buffer.from([0xa0, 3, 2, 1, 2, 2])) + 10
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(verify(readCertificate(changed), sound.subjectPublicKeyInfo)).toBe('invalid')
  })

  it('a point that is on no curve is no key', () => {
    const der = Uint8Array.from(made('prime256v1', 'uncompressed'))
    const { subjectPublicKeyInfo } = readCertificate(der)
    const at = Buffer.from(der).indexOf(Buffer.from(subjectPublicKeyInfo.subjectPublicKey)) + 64
    der[at] = (der[at] ?? 0) ^ 1
    const changed = readCertificate(der)
    expect(nodeSignatureVerifier()(changed, changed.subjectPublicKeyInfo)).toBe('unsupported')
  })
})
