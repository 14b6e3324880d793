import { isOf } from './shared/served.ts'
import { variableCure } from './shared/variable-cure.ts'

/** SSL_CERT_FILE takes the place of OpenSSL's built-in bundle (openssl-env(7)) in Python, Ruby, PHP's streams, Perl, and of Go's on Linux. */
export const sslCertFile = variableCure({
  id: 'ssl-cert-file',
  title: 'SSL_CERT_FILE',
  name: 'SSL_CERT_FILE',
  owner: 'user',
  tried: 'real-tool',
  reaches: isOf('python', 'aiohttp', 'httpx', 'uv', 'ruby', 'php', 'perl', 'http-tiny', 'lwp', 'openssl', 'curl', 'go'),
  effect: 'replaces',
  notes: [
    'Every program of this user that asks OpenSSL for its defaults, and curl, Go and uv, verify with this file afterwards.',
    "PHP's ext/curl does not read it; its streams do.",
  ],
})
