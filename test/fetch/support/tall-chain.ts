import { caCertificate, type Departure, type LabEntity, leafCertificate, rootCertificate } from '../../../src/lab/authority.ts'
import { implicit, oid, sequence } from '../../../src/lab/der-writer.ts'
import type { ExtensionSpec } from '../../../src/lab/extensions.ts'
import { labKey } from '../../../src/lab/key.ts'
import { around, authority, labHost, loopbackNames, server, utc, withExtension } from '../../../src/lab/shapes.ts'

/** A leaf below many authorities, each certificate with the address of its issuer's: `<base>issuing`, `<base>policy`, `<base>tower0`, … */
export interface TallChain {
  readonly leaf: Uint8Array
  readonly leafEntity: LabEntity
  readonly intermediate: Uint8Array
  readonly policy: Uint8Array
  /** Above the policy authority, the lowest first; the last is issued by the root. */
  readonly tower: readonly Uint8Array[]
  readonly root: Uint8Array
  /** Has the issuing authority's name, and another key. */
  readonly impostor: Uint8Array
}

/** RFC 5280 §4.2.2.1: addresses of the issuer (id-ad-caIssuers). */
const issuerAt = (...addresses: readonly string[]): ExtensionSpec => ({
  oid: '1.3.6.1.5.5.7.1.1',
  critical: false,
  value: sequence(...addresses.map((a) => sequence(oid('1.3.6.1.5.5.7.48.2'), implicit(6, Buffer.from(a, 'latin1'))))),
})

const at = (...addresses: readonly string[]): Departure => ({ extensions: withExtension(issuerAt(...addresses)) })

/** Real clocks look at it too: valid for decades. */
const long = around(utc('2026-01-01T00:00:00Z'), -1000, 9000)

/** `addresses`: how many the leaf lists, behind `others`; `tower`: how many authorities stand above the policy authority. */
export function tall(base: string, { addresses = 1, others = [] as readonly string[], tower: height = 6 } = {}): TallChain {
  const [root, issuing, policy, leaf] = [
    authority('tall', 'Root'),
    authority('tall', 'Issuing'),
    authority('tall', 'Policy'),
    server(labHost),
  ]
  const tower = Array.from({ length: height }, (_, i) => authority('tall', `Tower ${i}`))
  const above = (i: number): LabEntity => tower[i] ?? root
  const listed = Array.from({ length: addresses }, (_, i) => `${base}issuing${i === 0 ? '' : `?${i}`}`)
  return {
    leaf: leafCertificate(issuing, leaf, long, loopbackNames, at(...others, ...listed)),
    leafEntity: leaf,
    intermediate: caCertificate(policy, issuing, long, at(`${base}policy`)),
    policy: caCertificate(above(0), policy, long, at(`${base}tower0`)),
    tower: tower.map((own, i) => caCertificate(above(i + 1), own, long, at(`${base}tower${i + 1}`))),
    root: rootCertificate(root, long),
    impostor: caCertificate(policy, { subject: issuing.subject, key: labKey('p-256', 'impostor') }, long),
  }
}
