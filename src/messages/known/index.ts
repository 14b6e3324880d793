import { alertsKnown } from './alerts.ts'
import { botanS2nKnown } from './botan-s2n.ts'
import { browsersKnown } from './browsers.ts'
import { curlKnown } from './curl.ts'
import { dotnetKnown } from './dotnet.ts'
import { gitKnown } from './git.ts'
import { gnutlsKnown } from './gnutls.ts'
import { goKnown } from './go.ts'
import { javaKnown } from './java.ts'
import { nodeKnown } from './node.ts'
import { opensslKnown } from './openssl.ts'
import { perlKnown } from './perl.ts'
import { phpKnown } from './php.ts'
import { platformsKnown } from './platforms.ts'
import { pythonKnown } from './python.ts'
import { rubyKnown } from './ruby.ts'
import { rustlsKnown } from './rustls.ts'
import { servicesKnown } from './services.ts'
import { translatedKnown } from './translated.ts'
import { wgetKnown } from './wget.ts'
import type { KnownText } from './known-text.ts'

/** Every text that is recognised wherever it stands. */
export const knownTexts: readonly KnownText[] = [
  ...opensslKnown,
  ...pythonKnown,
  ...nodeKnown,
  ...goKnown,
  ...javaKnown,
  ...rustlsKnown,
  ...dotnetKnown,
  ...curlKnown,
  ...gitKnown,
  ...wgetKnown,
  ...gnutlsKnown,
  ...phpKnown,
  ...rubyKnown,
  ...perlKnown,
  ...botanS2nKnown,
  ...platformsKnown,
  ...browsersKnown,
  ...servicesKnown,
  ...alertsKnown,
  ...translatedKnown,
]
