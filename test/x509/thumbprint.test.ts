import { createHash, X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { labKey } from '../../src/lab/key.ts'
import { type Digest, mint } from '../../src/lab/mint.ts'
import { utc } from '../../src/lab/shapes.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { signatureHash, thumbprint } from '../../src/x509/thumbprint.ts'

const certificate = (digest: Digest, kind: 'rsa-2048' | 'ed25519' = 'rsa-2048'): Uint8Array =>
  mint({
    issuer: { CN: 'Thumbprint' },
    subject: { CN: 'Thumbprint' },
    notBefore: utc('2026-01-01T00:00:00Z'),
    notAfter: utc('2030-01-01T00:00:00Z'),
    key: labKey(kind, 'thumbprint'),
    signer: labKey(kind, 'thumbprint'),
    extensions: [],
    digest,
  })

test("the thumbprint is node:crypto's SHA-1 fingerprint", () => {
  const der = certificate('sha256')
  expect(thumbprint(der)).toBe(new X509Certificate(der).fingerprint.replaceAll(':', '').toLowerCase())
})

test.each(['md5', 'sha1', 'sha256', 'sha384', 'sha512'] as const)(
  'the signature hash is over the signed part, with %s',
  (digest) => {
    const read = readCertificate(certificate(digest))
    expect(signatureHash(read)).toBe(createHash(digest).update(read.tbsCertificate).digest('hex'))
  },
)

test('a signature without a hash of its own has none', () => {
  expect(signatureHash(readCertificate(certificate('sha256', 'ed25519')))).toBeNull()
})
