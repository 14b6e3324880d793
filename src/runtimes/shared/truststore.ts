import type { Host } from '../../host/host.ts'
import type { AskedStore, Setting, WithoutEffect } from '../../model/machine.ts'
import { kindAt } from './place.ts'
import { pythonDefaults } from './python-defaults.ts'
import type { PythonEnvironment } from './python-environments.ts'
import { builtIn } from './setting.ts'

/** Where truststore looks when OpenSSL's own places are empty, in its order (sethmlarson/truststore 0.10.4: _openssl.py). */
const candidates = [
  '/etc/ssl/cert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/cert.pem',
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/ssl/ca-bundle.pem',
] as const

/** The system's store as truststore asks it. */
export interface SystemStore {
  readonly stores: readonly AskedStore[]
  readonly why: Setting
  readonly overrides: readonly Setting[]
  readonly withoutEffect: readonly WithoutEffect[]
  readonly unknown: string
}

/** Windows' and macOS' own verifiers; elsewhere OpenSSL's defaults, or a well-known bundle where those lead nowhere. */
export async function systemByTruststore(host: Host, environment: PythonEnvironment): Promise<SystemStore> {
  if (host.platform === 'win32' || host.platform === 'darwin') {
    const store = host.platform === 'win32' ? 'windows:ROOT' : 'system'
    return {
      stores: [{ store, ifUnreadable: 'fails' }],
      why: builtIn('truststore', store),
      overrides: [],
      withoutEffect: [],
      unknown: '',
    }
  }
  const { stores, why, overrides, withoutEffect, unknown } = await pythonDefaults(host, environment)
  if (stores.length > 0 || unknown !== '') return { stores, why, overrides, withoutEffect, unknown }
  const bundle = candidates.find((path) => kindAt(host, path) === 'file')
  const found: readonly AskedStore[] = bundle === undefined ? [] : [{ store: bundle, ifUnreadable: 'fails' }]
  return { stores: found, why: builtIn('truststore', bundle ?? ''), overrides, withoutEffect, unknown }
}
