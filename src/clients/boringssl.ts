import { boringsslToolTexts } from '../messages/boringssl.ts'
import type { ClientProfile } from '../model/client.ts'
import { boringsslHostDialect, boringsslLibrary } from './library/boringssl.ts'
import { once } from './once.ts'
import { observed, read } from './sources.ts'

/** BoringSSL's own test client, `bssl client -root-certs`: it checks no name. */
const tool: ClientProfile = {
  id: 'boringssl-tool',
  title: 'bssl client (BoringSSL, Android 13)',
  hello: 'tls1.3',
  versions: ['1.2', '1.3'],
  refuses: ['data-after-certificate'],
  verifier: boringsslLibrary(),
  identity: { when: 'never', dialect: boringsslHostDialect },
  texts: once(boringsslToolTexts),
  known: 'observed',
  sources: [
    observed('android-boringssl 13.0.0+r24 on Debian 12, 28 cases'),
    read('google/boringssl: crypto/x509/x509_vfy.cc at a0689af29'),
  ],
}

/** Programs on BoringSSL. */
export const boringssl = (): readonly ClientProfile[] => [tool]
