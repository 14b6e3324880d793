import type { FuzzOracle } from '../oracle.ts'
import { deno } from './deno.ts'
import { gnutls } from './gnutls.ts'
import { go } from './go.ts'
import { java } from './java.ts'
import { node } from './node.ts'
import { nss } from './nss.ts'
import { openssl } from './openssl.ts'

/** Every verifier that answers in bulk. */
export const fuzzOracles: readonly FuzzOracle[] = [...openssl, ...go, ...gnutls, ...java, ...node, ...deno, ...nss]
