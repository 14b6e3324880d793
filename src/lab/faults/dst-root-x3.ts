import { caCertificate, crossCertificate, leafCertificate, rootCertificate, type LabEntity } from '../authority.ts'
import type { Fault } from '../fault.ts'
import { labKey } from '../key.ts'
import { labHost, loopbackNames, server, utc } from '../shapes.ts'

const id = 'dst-root-x3'

const oldRoot = (): LabEntity => ({
  subject: { O: 'Lab Digital Signature Trust Co.', CN: 'Lab DST Root CA X3' },
  key: labKey('rsa-2048', 'old root'),
})
const newRoot = (): LabEntity => ({
  subject: { C: 'US', O: 'Lab Internet Security Research Group', CN: 'Lab ISRG Root X1' },
  key: labKey('rsa-2048', 'new root'),
})
const issuing = (): LabEntity => ({
  subject: { C: 'US', O: "Lab Let's Encrypt", CN: 'Lab R3' },
  key: labKey('rsa-2048', 'issuing'),
})

const oldValidity = { notBefore: utc('2000-09-30T21:12:19Z'), notAfter: utc('2021-09-30T14:01:15Z') }

/**
 * 30 September 2021, one second after the old root expired; its cross-certificate was made to outlive it.
 * The dates are those of the certificates of then, the leaf's excepted; names and keys are the lab's.
 */
export const dstRootX3: Fault = {
  id,
  title: 'DST Root CA X3, 30 September 2021',
  shows:
    'The server sends a valid cross-certificate under a root that has just expired: clients that heed the dates of anchors, or prefer what was sent, fail.',
  build: () => {
    const old = rootCertificate(oldRoot(), oldValidity, { digest: 'sha1' })
    const renewed = rootCertificate(newRoot(), { notBefore: utc('2015-06-04T11:04:38Z'), notAfter: utc('2035-06-04T11:04:38Z') })
    const cross = crossCertificate(oldRoot(), newRoot(), {
      notBefore: utc('2021-01-20T19:14:03Z'),
      notAfter: utc('2024-09-30T18:14:03Z'),
    })
    const intermediate = caCertificate(newRoot(), issuing(), {
      notBefore: utc('2020-09-04T00:00:00Z'),
      notAfter: utc('2025-09-15T16:00:00Z'),
    })
    const leaf = server(labHost, 'rsa-2048')
    const validity = { notBefore: utc('2021-09-01T00:00:00Z'), notAfter: utc('2021-11-29T23:59:59Z') }
    return {
      chain: [leafCertificate(issuing(), leaf, validity, loopbackNames), intermediate, cross],
      key: leaf.key.privateKey,
      anchors: [old],
      stores: [
        { id: 'android-7.0', origin: 'Android before 7.1.1, which never got the new root', anchors: [old] },
        { id: 'linux-both', origin: 'Linux bundle that has both roots', anchors: [old, renewed] },
        { id: 'linux-updated', origin: 'Linux bundle after the update that dropped the old root', anchors: [renewed] },
      ],
      host: labHost,
      at: utc('2021-09-30T14:01:16Z'),
      serve: { kind: 'chain' },
    }
  },
}
