import type { Host } from '../host/host.ts'
import type { Asking, Installation, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { gnutlsDefaults } from './shared/gnutls-defaults.ts'
import { installed } from './shared/installed.ts'
import { printed } from './shared/printed.ts'
import { variable } from './shared/setting.ts'

/** The programs of GnuTLS. */
export const gnutls: Runtime = {
  id: 'gnutls',
  title: 'gnutls-cli and certtool',
  names: ['gnutls-cli', 'certtool'],
  find: async (host) => Promise.all(installed(host, ['gnutls-cli'], places).map((path) => installation(host, path))),
  asks: async (host, found) => asks(host, found),
}

const places = ['/usr/bin/gnutls-cli', '/opt/homebrew/bin/gnutls-cli', '/usr/local/bin/gnutls-cli']

async function installation(host: Host, path: string): Promise<Installation> {
  const version =
    /^gnutls-cli (?<version>\d+(?:\.\d+)+)/m.exec((await printed(host, [path, '--version'])) ?? '')?.groups?.['version'] ?? null
  return { runtime: 'gnutls', path, version, client: version === null ? null : `gnutls-cli-${version}`, note: '' }
}

function asks(host: Host, found: Installation): Asking {
  const ignored = ['SSL_CERT_FILE', 'SSL_CERT_DIR', 'CURL_CA_BUNDLE', 'GNUTLS_SYSTEM_TRUST_FILE']
  const { withoutEffect, ...defaults } = gnutlsDefaults(host, found.path)
  const unread = ignored.flatMap((name): readonly WithoutEffect[] => {
    const value = host.env[name] ?? ''
    if (value === '') return []
    const reason = name.startsWith('GNUTLS_') ? 'wrong-name' : name.startsWith('SSL_') ? 'other-backend' : 'other-runtime'
    const params = { by: name.startsWith('SSL_') ? 'GnuTLS' : found.path, instead: '--x509cafile' }
    return [{ setting: variable(name, value), reason, params }]
  })
  return {
    installation: found,
    ...defaults,
    unknown: '',
    withoutEffect: [...withoutEffect, ...unread],
    dangers: [],
    source: 'observed: gnutls-cli 3.7.9 on a loopback server: no variable moves it, --x509cafile takes the place of the system',
  }
}
