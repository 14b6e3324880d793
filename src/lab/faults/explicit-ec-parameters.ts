import type { Fault } from '../fault.ts'
import { withExplicitParameters } from '../key.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'explicit-ec-parameters'

/** RFC 5480 §2.1.1. OpenSSL 3 has an error of its own for it (94); browsers call the key unsupported. */
export const explicitEcParameters: Fault = {
  id,
  title: 'Curve written out as numbers',
  shows: "The intermediate's key gives its curve as numbers and not by name, which RFC 5480 §2.1.1 forbids.",
  build: (now) => {
    const { key } = usualChain(id, now).entities.intermediate
    return servedUsually(usualChain(id, now, { intermediate: { key: withExplicitParameters(key) } }))
  },
}
