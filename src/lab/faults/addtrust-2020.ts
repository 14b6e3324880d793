import { caCertificate, crossCertificate, type LabEntity, leafCertificate, rootCertificate } from '../authority.ts'
import type { Fault } from '../fault.ts'
import { labKey } from '../key.ts'
import { labHost, loopbackNames, server, utc } from '../shapes.ts'

const oldRoot = (): LabEntity => ({
  subject: { C: 'SE', O: 'Lab AddTrust AB', OU: 'Lab AddTrust External TTP Network', CN: 'Lab AddTrust External CA Root' },
  key: labKey('rsa-2048', 'old root'),
})
const newRoot = (): LabEntity => ({
  subject: { C: 'US', L: 'Jersey City', O: 'The Lab USERTRUST Network', CN: 'Lab USERTrust RSA Certification Authority' },
  key: labKey('rsa-2048', 'new root'),
})
const issuing = (): LabEntity => ({
  subject: { C: 'GB', L: 'Salford', O: 'Lab Sectigo Limited', CN: 'Lab Sectigo RSA Domain Validation Secure Server CA' },
  key: labKey('rsa-2048', 'issuing'),
})

const oldValidity = { notBefore: utc('2000-05-30T10:48:38Z'), notAfter: utc('2020-05-30T10:48:38Z') }

/**
 * 30 May 2020, one second after the old root and its cross-certificate expired together. The dates are those of the
 * certificates of then; names and keys are the lab's.
 */
export const addtrust2020: Fault = {
  id: 'addtrust-2020',
  title: 'AddTrust External CA Root, 30 May 2020',
  shows:
    'The server still sends a cross-certificate under a root that has just expired; the root that replaced it is not in every store.',
  build: () => {
    const old = rootCertificate(oldRoot(), oldValidity, { digest: 'sha1' })
    const renewed = rootCertificate(
      newRoot(),
      { notBefore: utc('2010-02-01T00:00:00Z'), notAfter: utc('2038-01-18T23:59:59Z') },
      { digest: 'sha384' },
    )
    const cross = crossCertificate(oldRoot(), newRoot(), oldValidity, { digest: 'sha384' })
    const intermediate = caCertificate(
      newRoot(),
      issuing(),
      { notBefore: utc('2018-11-02T00:00:00Z'), notAfter: utc('2030-12-31T23:59:59Z') },
      { digest: 'sha384' },
    )
    const leaf = server(labHost, 'rsa-2048')
    const target = leafCertificate(
      issuing(),
      leaf,
      { notBefore: utc('2019-11-14T00:00:00Z'), notAfter: utc('2020-12-13T23:59:59Z') },
      loopbackNames,
    )
    return {
      chain: [target, intermediate, cross],
      key: leaf.key.privateKey,
      anchors: [old],
      stores: [
        { id: 'windows-lazy', origin: 'Windows stores of a machine that never fetched the new root', anchors: [old] },
        { id: 'linux-bundle', origin: 'Linux bundle that has the new root', anchors: [old, renewed] },
      ],
      host: labHost,
      at: utc('2020-05-30T10:48:39Z'),
      serve: { kind: 'chain' },
    }
  },
}
