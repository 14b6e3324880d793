import { tlsFeatures } from '../extensions.ts'
import type { Fault } from '../fault.ts'
import { servedUsually, usualChain, withExtension } from '../shapes.ts'

const id = 'must-staple'

/** RFC 7633 §4. GnuTLS and Firefox look; most clients do not. */
export const mustStaple: Fault = {
  id,
  title: 'Must-staple without a staple',
  shows: 'The leaf asks for a stapled OCSP response (RFC 7633), and the server sends none.',
  build: (now) => servedUsually(usualChain(id, now, { leaf: { extensions: withExtension(tlsFeatures(5)) } })),
}
