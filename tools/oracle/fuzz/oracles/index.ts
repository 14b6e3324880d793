import type { FuzzOracle } from '../oracle.ts'
import { gnutls } from './gnutls.ts'
import { go } from './go.ts'
import { java } from './java.ts'
import { openssl } from './openssl.ts'

/** Every verifier that answers in bulk. */
export const fuzzOracles: readonly FuzzOracle[] = [...openssl, ...go, ...gnutls, ...java]
