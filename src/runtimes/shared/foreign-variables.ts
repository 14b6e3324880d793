import type { Host } from '../../host/host.ts'
import type { Danger, WithoutEffect } from '../../model/machine.ts'
import { variable } from './setting.ts'

/** Variables that people set for Python's programs, and who reads them. */
const readers: Readonly<Record<string, string>> = {
  SSL_CERT_FILE: 'OpenSSL, httpx, uv',
  SSL_CERT_DIR: 'OpenSSL, httpx, uv',
  REQUESTS_CA_BUNDLE: 'requests, pip, conda, poetry, botocore',
  CURL_CA_BUNDLE: 'curl, requests, pip, conda, poetry',
  PIP_CERT: 'pip',
  CONDA_SSL_VERIFY: 'conda',
  AWS_CA_BUNDLE: 'botocore',
  HTTPLIB2_CA_CERTS: 'httplib2',
  NODE_EXTRA_CA_CERTS: 'Node.js',
  GIT_SSL_CAINFO: 'git',
}

/** Names that nobody reads, and were meant for another. */
const misspelt: Readonly<Record<string, string>> = {
  SSL_CERT: 'SSL_CERT_FILE',
  SSL_CERT_PATH: 'SSL_CERT_FILE',
  SSL_CERTS_FILE: 'SSL_CERT_FILE',
  SSL_CERT_FILES: 'SSL_CERT_FILE',
  SSL_CERTFILE: 'SSL_CERT_FILE',
  SSL_CERTS_DIR: 'SSL_CERT_DIR',
  SSL_CA_FILE: 'SSL_CERT_FILE',
  SSL_CA_BUNDLE: 'SSL_CERT_FILE',
  SSL_CA_CERT_FILE: 'SSL_CERT_FILE',
  PYTHON_CA_BUNDLE: 'SSL_CERT_FILE',
  PYTHON_SSL_CERT_FILE: 'SSL_CERT_FILE',
  REQUESTS_CA_BUNDLES: 'REQUESTS_CA_BUNDLE',
  REQUEST_CA_BUNDLE: 'REQUESTS_CA_BUNDLE',
  REQUESTS_CA_CERT: 'REQUESTS_CA_BUNDLE',
  REQUESTS_CERT: 'REQUESTS_CA_BUNDLE',
  PIP_CA_BUNDLE: 'PIP_CERT',
  PIP_CERTS: 'PIP_CERT',
  AWS_CA_BUNDLES: 'AWS_CA_BUNDLE',
}

/**
 * Variables that are set and that this program does not read. `reads`: those that it does; the first is named as the one that would
 * work. Empty: none would.
 */
export function foreignVariables(host: Host, reads: readonly string[]): readonly WithoutEffect[] {
  const instead: Readonly<Record<string, string>> = reads[0] === undefined ? {} : { instead: reads[0] }
  const foreign = Object.entries(readers)
    .filter(([name]) => !reads.includes(name) && isSet(host, name))
    .map(
      ([name, by]): WithoutEffect => ({
        setting: variable(name, host.env[name] ?? ''),
        reason: 'other-runtime',
        params: { by, ...instead },
      }),
    )
  const wrong = Object.entries(misspelt)
    .filter(([name]) => isSet(host, name))
    .map(
      ([name, meant]): WithoutEffect => ({
        setting: variable(name, host.env[name] ?? ''),
        reason: 'wrong-name',
        params: reads.includes(meant) ? { instead: meant } : { ...instead },
      }),
    )
  return [...foreign, ...wrong]
}

const isSet = (host: Host, name: string): boolean => (host.env[name] ?? '') !== ''

/** SSLKEYLOGFILE: ssl.create_default_context from 3.8 (Lib/ssl.py) and urllib3 write there what decrypts every connection. */
export function keyLog(host: Host): readonly Danger[] {
  const value = host.env['SSLKEYLOGFILE'] ?? ''
  return value === '' ? [] : [{ setting: variable('SSLKEYLOGFILE', value), reason: 'key-material-logged', reach: '' }]
}
