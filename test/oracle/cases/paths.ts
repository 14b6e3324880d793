import { authorityKeyIdentifier, basicConstraints, subjectKeyIdentifier } from '../../../src/lab/extensions.ts'
import { seconds } from '../../../src/model/time.ts'
import { at, drop, type Plan, put } from '../../validation/agreement/plan.ts'
import { fixedKey } from './fixed-key.ts'
import { authority, copyOf, keyOf, own, type OwnCase, rootOf, type Usual } from './own-case.ts'

const past = seconds(at - 86400)
const skid = '2.5.29.14'
const akid = '2.5.29.35'

/** So many authorities between the leaf and the root; the leaf's first. */
function tower({ leaf, root }: Usual, height: number): readonly Plan[] {
  const floors: Plan[] = []
  let above: Plan = root
  for (let i = 0; i < height; i++) {
    above = authority(`Floor ${i}`, above)
    floors.unshift(above)
  }
  leaf.issuer = above.subject
  leaf.signer = above.key
  put(leaf, authorityKeyIdentifier(above.key))
  return floors
}

/** An authority of the same name with another key, sent beside the right one. */
function namesake(ca: Plan, identifier: 'own' | 'none'): Plan {
  const key = keyOf('namesake ca')
  const twin = copyOf(ca, { key })
  if (identifier === 'none') drop(twin, skid)
  else put(twin, subjectKeyIdentifier(key))
  return twin
}

const withoutIdentifiers = ({ leaf, ca, root }: Usual): void => {
  for (const p of [leaf, ca, root]) {
    drop(p, skid)
    drop(p, akid)
  }
}

/** The old root's word for the new root's key: AddTrust's shape. */
function crossed(
  u: Usual,
  end: { readonly cross?: typeof past; readonly old?: typeof past },
): { readonly cross: Plan; readonly old: Plan } {
  const old = rootOf('Old Root')
  const cross = authority(u.root.subject, old, u.root.key)
  if (end.cross !== undefined) cross.notAfter = end.cross
  if (end.old !== undefined) old.notAfter = end.old
  return { cross, old }
}

const shapes: readonly OwnCase[] = (
  [
    ['cross-good', {}],
    ['cross-expired', { cross: past }],
    ['cross-and-old-root-expired', { cross: past, old: past }],
    ['old-root-expired', { old: past }],
  ] as const
).flatMap(([name, end]) => [
  own(`${name}-both-trusted`, (u) => {
    const { cross, old } = crossed(u, end)
    return { sent: [u.leaf, u.ca, cross], store: [old, u.root] }
  }),
  own(`${name}-new-trusted`, (u) => ({ sent: [u.leaf, u.ca, crossed(u, end).cross] })),
  own(`${name}-old-trusted`, (u) => {
    const { cross, old } = crossed(u, end)
    return { sent: [u.leaf, u.ca, cross], store: [old] }
  }),
])

/** What is sent, in which order, and what paths can be built of it. */
export const paths: readonly OwnCase[] = [
  ...shapes,
  own('intermediate-missing', ({ leaf }) => ({ sent: [leaf] })),
  own('intermediate-twice', ({ leaf, ca }) => ({ sent: [leaf, ca, ca] })),
  own('leaf-twice', ({ leaf, ca }) => ({ sent: [leaf, leaf, ca] })),
  own('stranger-between', ({ leaf, ca }) => ({ sent: [leaf, rootOf('Stranger'), ca] })),
  own('strangers-behind', ({ leaf, ca }) => ({ sent: [leaf, ca, rootOf('Stranger'), rootOf('Other Stranger')] })),
  own('two-intermediates', (u) => ({ sent: [u.leaf, ...tower(u, 2)] })),
  own('two-intermediates-in-wrong-order', (u) => ({ sent: [u.leaf, ...tower(u, 2).toReversed()] })),
  own('three-intermediates-in-wrong-order', (u) => ({ sent: [u.leaf, ...tower(u, 3).toReversed()] })),
  own('two-intermediates-upper-missing', (u) => ({ sent: [u.leaf, ...tower(u, 2).slice(0, 1)] })),
  own('two-intermediates-lower-missing', (u) => ({ sent: [u.leaf, ...tower(u, 2).slice(1)] })),
  own('two-intermediates-upper-trusted', (u) => {
    const [lower, upper] = tower(u, 2)
    return { sent: [u.leaf, ...(lower === undefined ? [] : [lower])], store: upper === undefined ? [u.root] : [upper, u.root] }
  }),
  ...[4, 6, 8, 9, 10, 12, 15, 16].map((height) =>
    own(`${height}-intermediates`, (u) => ({ sent: [u.leaf, ...tower(u, height)] })),
  ),
  own('two-intermediates-path-length-0-above', (u) => {
    const [lower, upper] = tower(u, 2)
    if (upper !== undefined) put(upper, basicConstraints(true, 0))
    return { sent: [u.leaf, ...[lower, upper].filter((p) => p !== undefined)] }
  }),
  own('self-issued-authority-under-path-length-0', (u) => {
    const key = keyOf('rollover')
    const rollover = authority(u.ca.subject, u.ca, key)
    put(u.ca, basicConstraints(true, 0))
    u.leaf.signer = key
    put(u.leaf, authorityKeyIdentifier(key))
    return { sent: [u.leaf, rollover, u.ca] }
  }),
  own('renewed-intermediate-first', ({ leaf, ca }) => ({ sent: [leaf, ca, copyOf(ca, { notAfter: past })] })),
  own('renewed-intermediate-last', ({ leaf, ca }) => ({ sent: [leaf, copyOf(ca, { notAfter: past }), ca] })),
  own('renewed-intermediate-first-no-identifiers', (u) => {
    withoutIdentifiers(u)
    return { sent: [u.leaf, u.ca, copyOf(u.ca, { notAfter: past })] }
  }),
  own('renewed-intermediate-last-no-identifiers', (u) => {
    withoutIdentifiers(u)
    return { sent: [u.leaf, copyOf(u.ca, { notAfter: past }), u.ca] }
  }),
  own('intermediate-expired-sent-renewed-trusted', ({ leaf, ca, root }) => ({
    sent: [leaf, copyOf(ca, { notAfter: past })],
    store: [ca, root],
  })),
  own('intermediates-both-expired', ({ leaf, ca }) => ({
    sent: [leaf, copyOf(ca, { notAfter: past }), copyOf(ca, { notAfter: seconds(at - 10), serial: 7n })],
  })),
  own('namesake-intermediate-first', ({ leaf, ca }) => ({ sent: [leaf, namesake(ca, 'own'), ca] })),
  own('namesake-intermediate-last', ({ leaf, ca }) => ({ sent: [leaf, ca, namesake(ca, 'own')] })),
  own('namesake-intermediate-first-no-identifier', ({ leaf, ca }) => ({ sent: [leaf, namesake(ca, 'none'), ca] })),
  own('namesake-intermediate-first-no-identifiers-at-all', (u) => {
    withoutIdentifiers(u)
    return { sent: [u.leaf, namesake(u.ca, 'none'), u.ca] }
  }),
  own('namesake-intermediate-last-no-identifiers-at-all', (u) => {
    withoutIdentifiers(u)
    return { sent: [u.leaf, u.ca, namesake(u.ca, 'none')] }
  }),
  own('namesake-intermediate-alone', ({ leaf, ca }) => ({ sent: [leaf, namesake(ca, 'own')] })),
  own('namesake-intermediate-alone-no-identifiers', (u) => {
    withoutIdentifiers(u)
    return { sent: [u.leaf, namesake(u.ca, 'none')] }
  }),
  own('loop-of-two', ({ leaf, ca }) => {
    const other = authority('Loop', ca)
    return { sent: [leaf, authority(ca.subject, other, ca.key), other], store: [rootOf('Unrelated Root')] }
  }),
  own('loop-beside-the-way-out', ({ leaf, ca }) => {
    const other = authority('Loop', ca)
    return { sent: [leaf, authority(ca.subject, other, ca.key), other, ca] }
  }),
  own('loop-in-the-store', ({ leaf, ca }) => {
    const other = authority('Loop', ca)
    return { sent: [leaf], store: [authority(ca.subject, other, ca.key), other] }
  }),
  own('two-ways-the-first-untrusted', (u) => {
    const cross = authority(u.ca.subject, rootOf('Stranger'), u.ca.key)
    return { sent: [u.leaf, cross, u.ca] }
  }),
  own('two-ways-the-first-no-authority', (u) => {
    const wrong = copyOf(u.ca)
    put(wrong, basicConstraints(false))
    return { sent: [u.leaf, wrong, u.ca] }
  }),
  own('two-ways-the-last-no-authority', (u) => {
    const wrong = copyOf(u.ca)
    put(wrong, basicConstraints(false))
    return { sent: [u.leaf, u.ca, wrong] }
  }),
  own('leaf-by-a-leaf', ({ leaf, ca }) => {
    const low = { ...leaf, subject: 'other.test', key: keyOf('low'), extensions: [...leaf.extensions], serial: 9n }
    leaf.issuer = low.subject
    leaf.signer = low.key
    put(leaf, authorityKeyIdentifier(low.key))
    return { sent: [leaf, low, ca] }
  }),
  ...(['leaf', 'ca'] as const).flatMap((role) => [
    own(`bad-signature-${role}`, (u) => void (u[role].isSpoiled = true)),
    own(`signed-by-another-key-${role}`, (u) => void (u[role].signer = keyOf('another'))),
    own(`signed-by-another-kind-of-key-${role}`, (u) => void (u[role].signer = fixedKey('rsa-2048', 'oracle another'))),
    own(`sha1-${role}`, (u) => void (u[role].digest = 'sha1')),
    own(`sha512-${role}`, (u) => void (u[role].digest = 'sha512')),
  ]),
  own('algorithms-differ-leaf', ({ leaf }) => void (leaf.outerDigest = 'sha512')),
  own('algorithms-differ-ca', ({ ca }) => void (ca.outerDigest = 'sha512')),
  own('version-1-leaf', ({ leaf }) => {
    leaf.version = 1
    leaf.extensions = []
  }),
  own('version-1-ca', ({ ca }) => {
    ca.version = 1
    ca.extensions = []
  }),
  own('version-2-ca-with-extensions', ({ ca }) => void (ca.version = 2)),
  own('version-2-leaf-with-extensions', ({ leaf }) => void (leaf.version = 2)),
  ...(['rsa-2048', 'rsa-1024', 'p-384', 'ed25519'] as const).map((kind) =>
    own(`${kind}-ca`, ({ ca, leaf }) => {
      const key = fixedKey(kind, 'oracle ca of that kind')
      ca.key = key
      put(ca, subjectKeyIdentifier(key))
      leaf.signer = key
      put(leaf, authorityKeyIdentifier(key))
    }),
  ),
  ...(['rsa-2048', 'rsa-1024', 'p-384'] as const).map((kind) =>
    own(`${kind}-leaf`, ({ leaf }) => {
      leaf.key = fixedKey(kind, 'oracle leaf of that kind')
      put(leaf, subjectKeyIdentifier(leaf.key))
    }),
  ),
]
