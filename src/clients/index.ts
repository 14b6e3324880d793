import type { ClientProfile } from '../model/client.ts'
import { boringssl } from './boringssl.ts'
import { botan } from './botan.ts'
import { bun } from './bun.ts'
import { android } from './android.ts'
import { apple } from './apple.ts'
import { chrome } from './chrome.ts'
import { cryptoapi } from './cryptoapi.ts'
import { curl } from './curl.ts'
import { firefox } from './firefox.ts'
import { gnutls } from './gnutls.ts'
import { go } from './go.ts'
import { java } from './java.ts'
import { mbedtls } from './mbedtls.ts'
import { libressl } from './libressl.ts'
import { mono } from './mono.ts'
import { node } from './node.ts'
import { nss } from './nss.ts'
import { openssl } from './openssl.ts'
import { perl } from './perl.ts'
import { php } from './php.ts'
import { python } from './python.ts'
import { rfc5280 } from './rfc5280.ts'
import { ruby } from './ruby.ts'
import { rustls } from './rustls.ts'
import { s2n } from './s2n.ts'
import { wolfssl } from './wolfssl.ts'

/** Every profile, by family. A new family is one file and one line here. */
export const clients: readonly ClientProfile[] = [
  ...openssl,
  ...python,
  ...node,
  ...curl,
  ...bun,
  ...boringssl,
  ...libressl,
  ...perl,
  ...ruby,
  ...php,
  ...go,
  ...java,
  ...gnutls,
  ...rustls,
  ...nss,
  ...firefox,
  ...chrome,
  ...cryptoapi,
  ...apple,
  ...android,
  ...mbedtls,
  ...s2n,
  ...mono,
  ...botan,
  ...wolfssl,
  ...rfc5280,
]
