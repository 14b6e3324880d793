import type { ClientProfile } from '../model/client.ts'
import { curl } from './curl.ts'
import { go } from './go.ts'
import { node } from './node.ts'
import { openssl } from './openssl.ts'
import { python } from './python.ts'
import { rfc5280 } from './rfc5280.ts'
import { rustls } from './rustls.ts'

/** Every profile, by family. A new family is one file and one line here. */
export const clients: readonly ClientProfile[] = [...openssl, ...python, ...node, ...curl, ...go, ...rustls, ...rfc5280]
