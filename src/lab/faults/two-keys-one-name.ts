import { rootCertificate } from '../authority.ts'
import { extensionOid } from '../extensions.ts'
import type { Fault } from '../fault.ts'
import { labKey } from '../key.ts'
import { servedUsually, usualChain, usualValidity, withoutExtensions } from '../shapes.ts'

const id = 'two-keys-one-name'

/** RFC 4158 §3.5.12: key identifiers are what tells namesakes apart; without them a client must try each. */
export const twoKeysOneName: Fault = {
  id,
  title: 'Two authorities of one name',
  shows: 'The store has two roots of one name with different keys, and no key identifier tells which one signed.',
  build: (now) => {
    const noAuthority = withoutExtensions(extensionOid.authorityKeyIdentifier)
    const usual = usualChain(id, now, { intermediate: { extensions: noAuthority } })
    const namesake = { ...usual.entities.root, key: labKey('p-256', 'Namesake Root CA') }
    return { ...servedUsually(usual), anchors: [rootCertificate(namesake, usualValidity(now, 'root')), usual.root] }
  },
}
