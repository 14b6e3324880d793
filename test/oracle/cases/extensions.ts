import { sequence, tlv } from '../../../src/lab/der-writer.ts'
import {
  authorityKeyIdentifier,
  basicConstraints,
  type ExtensionSpec,
  extKeyUsage,
  keyUsage,
  subjectKeyIdentifier,
} from '../../../src/lab/extensions.ts'
import { akidBySerial, type AnyGeneralName, altNames, constraints, drop, put, skidOf } from '../../validation/agreement/plan.ts'
import { keyOf, own, type OwnCase, loopback } from './own-case.ts'

const id = { bc: '2.5.29.19', ku: '2.5.29.15', eku: '2.5.29.37', akid: '2.5.29.35', skid: '2.5.29.14', san: '2.5.29.17' } as const
const roles = ['leaf', 'ca', 'root'] as const
const authorities = ['ca', 'root'] as const

const server = '1.3.6.1.5.5.7.3.1'
const client = '1.3.6.1.5.5.7.3.2'
const code = '1.3.6.1.5.5.7.3.3'
const any = '2.5.29.37.0'
const gated = '2.16.840.1.113730.4.1'

const put_ = (name: string, role: (typeof roles)[number], extension: ExtensionSpec): OwnCase =>
  own(`${name}-${role}`, (u) => put(u[role], extension))
const without = (name: keyof typeof id, role: (typeof roles)[number]): OwnCase =>
  own(`no-${name}-${role}`, (u) => drop(u[role], id[name]))

const unknown = (critical: boolean): ExtensionSpec => ({ oid: '1.3.6.1.4.1.55555.1', critical, value: tlv(0x05) })
const raw = (oid: string, value: Uint8Array, critical = true): ExtensionSpec => ({ oid, critical, value })
const number = (tag: number, n: number): Uint8Array => tlv(tag, Uint8Array.of(n))

const constrained = (
  name: string,
  role: 'ca' | 'root',
  permitted: readonly AnyGeneralName[],
  excluded: readonly AnyGeneralName[],
) => own(`${name}-${role}`, (u) => put(u[role], constraints(permitted, excluded)))

const garbage = Uint8Array.of(0x30, 0x03, 0x02, 0x01)

/** Every extension absent, wrong, or not to be read, in turn. */
export const extensions: readonly OwnCase[] = [
  ...roles.flatMap((role) => (['bc', 'ku', 'skid'] as const).map((name) => without(name, role))),
  without('eku', 'leaf'),
  without('akid', 'leaf'),
  without('akid', 'ca'),
  own('no-key-identifiers-at-all', (u) =>
    roles.forEach((role) => {
      drop(u[role], id.skid)
      drop(u[role], id.akid)
    }),
  ),
  ...authorities.flatMap((role) => [
    put_('bc-not-critical', role, basicConstraints(true, null, false)),
    put_('bc-no-authority', role, basicConstraints(false)),
    put_('bc-no-authority-with-path-length', role, basicConstraints(false, 0)),
    put_('path-length-0', role, basicConstraints(true, 0)),
    put_('path-length-1', role, basicConstraints(true, 1)),
    put_('ku-without-cert-sign', role, keyUsage(0x01)),
    put_('ku-empty', role, keyUsage(0)),
    put_('ku-not-critical', role, keyUsage(0x60, false)),
    put_('eku-server', role, extKeyUsage(server)),
    put_('eku-client', role, extKeyUsage(client)),
    put_('eku-any', role, extKeyUsage(any)),
    put_('eku-gated', role, extKeyUsage(gated)),
  ]),
  put_('bc-authority', 'leaf', basicConstraints(true)),
  put_('bc-not-critical', 'leaf', basicConstraints(false, null, false)),
  put_('bc-path-length-of-no-authority', 'leaf', basicConstraints(false, 0)),
  put_('ku-key-agreement', 'leaf', keyUsage(0x10)),
  put_('ku-key-encipherment', 'leaf', keyUsage(0x04)),
  put_('ku-cert-sign', 'leaf', keyUsage(0x20)),
  put_('ku-cert-sign-and-signature', 'leaf', keyUsage(0x21)),
  put_('ku-non-repudiation', 'leaf', keyUsage(0x02)),
  put_('ku-empty', 'leaf', keyUsage(0)),
  put_('eku-client', 'leaf', extKeyUsage(client)),
  put_('eku-code', 'leaf', extKeyUsage(code)),
  put_('eku-any', 'leaf', extKeyUsage(any)),
  put_('eku-gated', 'leaf', extKeyUsage(gated)),
  put_('eku-both', 'leaf', extKeyUsage(client, server)),
  put_('eku-client-critical', 'leaf', { ...extKeyUsage(client), critical: true }),
  own('bc-authority-ku-cert-sign-leaf', ({ leaf }) => {
    put(leaf, basicConstraints(true))
    put(leaf, keyUsage(0x21))
  }),
  ...roles.flatMap((role) => [put_('unknown-critical', role, unknown(true)), put_('unknown', role, unknown(false))]),
  ...(['leaf', 'ca'] as const).flatMap((role) => [
    own(`akid-of-another-key-${role}`, (u) => put(u[role], authorityKeyIdentifier(keyOf('another')))),
    own(`akid-critical-${role}`, (u) => put(u[role], { ...authorityKeyIdentifier(u[role].signer), critical: true })),
  ]),
  own('akid-by-serial-right', ({ leaf, ca }) => put(leaf, akidBySerial(null, ca.issuer, ca.serial))),
  own('akid-by-serial-wrong', ({ leaf, ca }) => put(leaf, akidBySerial(null, ca.issuer, ca.serial + 1n))),
  own('akid-by-serial-wrong-key-right', ({ leaf, ca }) => put(leaf, akidBySerial(ca.key, ca.issuer, ca.serial + 1n))),
  own('akid-by-serial-of-another-issuer', ({ leaf, ca }) => put(leaf, akidBySerial(ca.key, 'Another Root', ca.serial))),
  ...authorities.map((role) => put_('skid-other', role, skidOf(Uint8Array.of(1, 2, 3)))),
  own('skid-critical-ca', ({ ca }) => put(ca, { ...subjectKeyIdentifier(ca.key), critical: true })),
  own('names-critical', ({ leaf }) => put(leaf, altNames(loopback, true))),
  ...authorities.flatMap((role) => [
    constrained('permitted-own-name', role, [{ dns: 'localhost' }], []),
    constrained('permitted-another-name', role, [{ dns: 'other.test' }], []),
    constrained('excluded-own-name', role, [], [{ dns: 'localhost' }]),
    constrained('excluded-another-name', role, [], [{ dns: 'other.test' }]),
    constrained('permitted-another-address', role, [{ ip: [10, 0, 0, 0, 255, 0, 0, 0] }], []),
    constrained('excluded-own-address', role, [], [{ ip: [127, 0, 0, 0, 255, 0, 0, 0] }]),
  ]),
  constrained('permitted-name-and-address', 'ca', [{ dns: 'localhost' }, { ip: [127, 0, 0, 1, 255, 255, 255, 255] }], []),
  constrained('permitted-email', 'ca', [{ email: 'lab.test' }], []),
  constrained('permitted-directory', 'ca', [{ directory: 'Else' }], []),
  constrained('excluded-directory', 'ca', [], [{ directory: 'Else' }]),
  constrained('permitted-registered-id', 'ca', [{ rid: '1.2.3.4' }], []),
  constrained('permitted-empty-name', 'ca', [{ dns: '' }], []),
  constrained('excluded-empty-name', 'ca', [], [{ dns: '' }]),
  own('permitted-not-critical-ca', ({ ca }) => put(ca, constraints([{ dns: 'other.test' }], [], false))),
  own('policy-demanded-none-there', ({ ca }) => put(ca, raw('2.5.29.36', sequence(number(0x80, 0))))),
  own('policy-critical-leaf', ({ leaf }) =>
    put(leaf, raw('2.5.29.32', sequence(sequence(tlv(0x06, Uint8Array.of(0x2a, 0x03, 0x04)))))),
  ),
  own('inhibit-any-policy-ca', ({ ca }) => put(ca, raw('2.5.29.54', number(0x02, 0)))),
  own('must-staple-leaf', ({ leaf }) => put(leaf, raw('1.3.6.1.5.5.7.1.24', sequence(number(0x02, 5)), false))),
  ...Object.entries(id).flatMap(([name, oid]) => [
    own(`garbled-${name}-leaf`, (u) => put(u.leaf, raw(oid, garbage, false))),
    own(`garbled-${name}-ca`, (u) => put(u.ca, raw(oid, garbage, false))),
  ]),
  own('garbled-constraints-ca', ({ ca }) => put(ca, raw('2.5.29.30', garbage))),
  own('garbled-policies-leaf', ({ leaf }) => put(leaf, raw('2.5.29.32', garbage, false))),
  ...roles.map((role) => own(`extension-twice-${role}`, (u) => void u[role].extensions.push(keyUsage(0x60)))),
]
