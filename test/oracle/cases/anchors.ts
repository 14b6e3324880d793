import { basicConstraints, keyUsage, subjectKeyIdentifier } from '../../../src/lab/extensions.ts'
import { seconds } from '../../../src/model/time.ts'
import { at, drop, type Plan, plan, put } from '../../validation/agreement/plan.ts'
import { fixedKey } from './fixed-key.ts'
import { copyOf, keyOf, own, type OwnCase, rootOf } from './own-case.ts'

const skid = '2.5.29.14'
const akid = '2.5.29.35'
const past = seconds(at - 86400)

/** A root of the same name with another key, beside the right one. */
function namesake(root: Plan, identifier: 'own' | 'none' | 'same'): Plan {
  const key = keyOf('namesake')
  const twin = copyOf(root, { key, signer: key })
  if (identifier === 'none') drop(twin, skid)
  if (identifier === 'own') put(twin, subjectKeyIdentifier(key))
  return twin
}

const twins = (['own', 'none', 'same'] as const).flatMap((identifier) => [
  own(`namesake-root-first-${identifier}-identifier`, ({ root }) => ({ store: [namesake(root, identifier), root] })),
  own(`namesake-root-last-${identifier}-identifier`, ({ root }) => ({ store: [root, namesake(root, identifier)] })),
])

const selfSigned = (name: string, change: (leaf: Plan) => void, isTrusted = true): OwnCase =>
  own(name, ({ leaf, root }) => {
    leaf.issuer = leaf.subject
    leaf.signer = leaf.key
    drop(leaf, akid)
    change(leaf)
    return { sent: [leaf], store: [isTrusted ? leaf : root] }
  })

/** What a store may hold, and in which order. */
export const anchors: readonly OwnCase[] = [
  own('good', () => undefined),
  own('root-sent-too', ({ leaf, ca, root }) => ({ sent: [leaf, ca, root] })),
  own('root-sent-not-trusted', ({ leaf, ca, root }) => ({ sent: [leaf, ca, root], store: [rootOf('Unrelated Root')] })),
  own('root-unknown', () => ({ store: [rootOf('Unrelated Root')] })),
  own('root-among-others', ({ root }) => ({ store: [...Array.from({ length: 8 }, (_, i) => rootOf(`Other ${i}`)), root] })),
  own('root-twice', ({ root }) => ({ store: [root, root] })),
  own('root-reissued-both', ({ root }) => ({ store: [root, copyOf(root)] })),
  own('root-expired-and-renewed', ({ root }) => ({ store: [copyOf(root, { notAfter: past }), root] })),
  own('root-renewed-and-expired', ({ root }) => ({ store: [root, copyOf(root, { notAfter: past })] })),
  own('root-expired-sent-renewed-trusted', ({ leaf, ca, root }) => ({
    sent: [leaf, ca, copyOf(root, { notAfter: past })],
    store: [root],
  })),
  own('root-renewed-sent-expired-trusted', ({ leaf, ca, root }) => ({
    sent: [leaf, ca, copyOf(root)],
    store: [copyOf(root, { notAfter: past })],
  })),
  ...twins,
  own('only-the-namesake-is-trusted', ({ root }) => ({ store: [namesake(root, 'own')] })),
  own('only-the-namesake-without-identifier', ({ root }) => ({ store: [namesake(root, 'none')] })),
  own('intermediate-alone-trusted', ({ ca }) => ({ store: [ca] })),
  own('intermediate-trusted-not-sent', ({ leaf, ca }) => ({ sent: [leaf], store: [ca] })),
  own('intermediate-and-root-trusted', ({ ca, root }) => ({ store: [ca, root] })),
  own('intermediate-and-root-trusted-leaf-sent', ({ leaf, ca, root }) => ({ sent: [leaf], store: [root, ca] })),
  own('intermediate-expired-trusted-good-one-sent', ({ ca, root }) => ({ store: [copyOf(ca, { notAfter: past }), root] })),
  own('leaf-alone-trusted', ({ leaf }) => ({ store: [leaf] })),
  own('leaf-alone-trusted-and-sent', ({ leaf }) => ({ sent: [leaf], store: [leaf] })),
  own('leaf-and-root-trusted', ({ leaf, root }) => ({ store: [leaf, root] })),
  own('leaf-trusted-expired', ({ leaf }) => {
    leaf.notAfter = past
    return { store: [leaf] }
  }),
  selfSigned('self-signed-trusted', () => undefined),
  selfSigned('self-signed-not-trusted', () => undefined, false),
  selfSigned('self-signed-authority-trusted', (leaf) => {
    put(leaf, basicConstraints(true))
    put(leaf, keyUsage(0x21))
  }),
  selfSigned('self-signed-trusted-expired', (leaf) => (leaf.notAfter = past)),
  selfSigned('self-signed-trusted-without-bc', (leaf) => drop(leaf, '2.5.29.19')),
  selfSigned('self-signed-trusted-version-1', (leaf) => {
    leaf.version = 1
    leaf.extensions = []
  }),
  own('leaf-directly-under-root', ({ leaf, root }) => {
    leaf.issuer = root.subject
    leaf.signer = root.key
    drop(leaf, akid)
    return { sent: [leaf] }
  }),
  own('root-version-1', ({ root }) => {
    root.version = 1
    root.extensions = []
  }),
  own('root-without-extensions', ({ root }) => void (root.extensions = [])),
  own('root-with-bad-signature', ({ root }) => void (root.isSpoiled = true)),
  own('root-with-sha1', ({ root }) => void (root.digest = 'sha1')),
  own('root-not-self-signed', ({ root }) => {
    root.issuer = 'Beyond'
    root.signer = keyOf('beyond')
    drop(root, akid)
  }),
  own('root-not-self-signed-its-issuer-trusted', ({ root }) => {
    const beyond = rootOf('Beyond')
    root.issuer = 'Beyond'
    root.signer = beyond.key
    return { store: [beyond] }
  }),
  own('root-rsa-1024', ({ root, ca }) => {
    const key = fixedKey('rsa-1024', 'oracle weak root')
    Object.assign(root, { key, signer: key })
    put(root, subjectKeyIdentifier(key))
    ca.signer = key
    drop(ca, akid)
  }),
  own('root-rsa-2048', ({ root, ca }) => {
    const key = fixedKey('rsa-2048', 'oracle root')
    Object.assign(root, { key, signer: key })
    put(root, subjectKeyIdentifier(key))
    ca.signer = key
    drop(ca, akid)
  }),
  own('root-named-like-the-leaf', ({ leaf, ca }) => {
    const other = plan('root', leaf.subject, keyOf('namesake'), leaf.subject, keyOf('namesake'))
    return { store: [other, ca] }
  }),
]
