import { bitString, concat, hex, sequence, tlv } from '../../../src/lab/der-writer.ts'
import type { CertificateSpec } from '../../../src/lab/mint.ts'
import { basicConstraints } from '../../../src/lab/extensions.ts'
import { minted } from '../../validation/agreement/plan.ts'
import { own, type OwnCase } from './own-case.ts'

const odd = (name: string, over: Partial<CertificateSpec>): readonly OwnCase[] => [
  own(`${name}-leaf`, ({ leaf, ca }) => ({ sent: [minted(leaf, over), ca] })),
  own(`${name}-ca`, ({ leaf, ca }) => ({ sent: [leaf, minted(ca, over)] })),
]

const utc = (text: string): Uint8Array => tlv(0x17, Buffer.from(text, 'latin1'))
const generalized = (text: string): Uint8Array => tlv(0x18, Buffer.from(text, 'latin1'))

/** Encodings that RFC 5280 or X.690 forbid. */
export const encodings: readonly OwnCase[] = [
  ...odd('serial-negative', { serial: -5n }),
  ...odd('serial-zero', { serial: 0n }),
  ...odd('serial-of-24-octets', {
    serial: tlv(
      0x02,
      Uint8Array.from({ length: 24 }, (_, i) => i + 1),
    ),
  }),
  ...odd('serial-not-minimal', { serial: hex('0203000001') }),
  ...odd('data-after-the-certificate', { trailingAfter: hex('00') }),
  ...odd('data-within-the-certificate', { trailingInside: hex('0500') }),
  ...odd('time-with-offset', { notAfter: utc('2701210000+0000') }),
  ...odd('time-without-seconds', { notAfter: utc('2701210000Z') }),
  ...odd('time-generalized-before-2050', { notAfter: generalized('20270121000000Z') }),
  ...odd('time-with-fraction', { notAfter: generalized('20270121000000.5Z') }),
  ...odd('time-no-time', { notAfter: utc('nonsense') }),
  ...odd('version-4', { version: 4 }),
  ...odd('signature-cut', { spoilSignature: (signature) => signature.subarray(0, -1) }),
  ...odd('signature-empty', { spoilSignature: () => new Uint8Array() }),
  own('boolean-not-canonical-ca', ({ leaf, ca }) => {
    const value = sequence(tlv(0x01, Uint8Array.of(1)))
    return {
      sent: [
        leaf,
        minted(ca, { extensions: [...ca.extensions.filter((e) => e.oid !== '2.5.29.19'), { ...basicConstraints(true), value }] }),
      ],
    }
  }),
  own('default-written-leaf', ({ leaf, ca }) => {
    const value = sequence(tlv(0x01, Uint8Array.of(0)))
    return {
      sent: [
        minted(leaf, {
          extensions: [...leaf.extensions.filter((e) => e.oid !== '2.5.29.19'), { ...basicConstraints(false), value }],
        }),
        ca,
      ],
    }
  }),
  own('key-usage-with-padding-ca', ({ leaf, ca }) => ({
    sent: [
      leaf,
      minted(ca, {
        extensions: ca.extensions.map((e) =>
          e.oid === '2.5.29.15' ? { ...e, value: bitString(Uint8Array.of(0x06, 0x00), 0) } : e,
        ),
      }),
    ],
  })),
  own('junk-behind-the-leaf', ({ leaf }) => ({ sent: [leaf, Buffer.from('this is no certificate')] })),
  own('junk-behind-the-chain', ({ leaf, ca }) => ({ sent: [leaf, ca, Buffer.from('this is no certificate')] })),
  own('cut-ca', ({ leaf, ca }) => ({ sent: [leaf, minted(ca).subarray(0, 200)] })),
  own('empty-entry-behind-the-chain', ({ leaf, ca }) => ({ sent: [leaf, ca, concat()] })),
]
