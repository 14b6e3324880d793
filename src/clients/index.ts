import type { ClientProfile } from '../model/client.ts'
import { cryptoapi } from './cryptoapi.ts'
import { curl } from './curl.ts'
import { gnutls } from './gnutls.ts'
import { go } from './go.ts'
import { java } from './java.ts'
import { node } from './node.ts'
import { openssl } from './openssl.ts'
import { python } from './python.ts'
import { rfc5280 } from './rfc5280.ts'
import { rustls } from './rustls.ts'

/** Every profile, by family. A new family is one file and one line here. */
export const clients: readonly ClientProfile[] = [
  ...openssl,
  ...python,
  ...node,
  ...curl,
  ...go,
  ...java,
  ...gnutls,
  ...rustls,
  ...cryptoapi,
  ...rfc5280,
]
