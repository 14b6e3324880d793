import type { Fault } from '../fault.ts'
import { around, servedUsually, usualChain } from '../shapes.ts'

const id = 'chain-by-hello'

/** RFC 8446 §4.2.3: the server chooses its certificate by the schemes that are offered. */
export const chainByHello: Fault = {
  id,
  title: 'Another chain for another hello',
  shows: 'Clients that take ECDSA get a chain with an expired intermediate; clients that take RSA alone get a good one.',
  build: (now) => {
    const ecdsa = usualChain(id, now, { intermediate: around(now, -1828, -3) })
    const rsa = usualChain(`${id} (RSA)`, now, { kinds: { root: 'rsa-2048', intermediate: 'rsa-2048', leaf: 'rsa-2048' } })
    return {
      ...servedUsually(ecdsa),
      anchors: [ecdsa.root, rsa.root],
      serve: { kind: 'by-hello', others: [{ chain: [rsa.leaf, rsa.intermediate], key: rsa.entities.leaf.key.privateKey }] },
    }
  },
}
