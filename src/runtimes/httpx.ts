import type { Host } from '../host/host.ts'
import type { AskedStore, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { type Certifi, certifiIn, certifiTitle } from './shared/certifi.ts'
import { foreignVariables, keyLog } from './shared/foreign-variables.ts'
import { gone } from './shared/gone.ts'
import { oneFolder } from './shared/openssl-environment.ts'
import { fromHere, kindAt } from './shared/place.ts'
import { libraryAt, libraryInstallations, librariesNamed } from './shared/python-library.ts'
import { isAtLeast } from './shared/release-order.ts'
import { builtIn, variable } from './shared/setting.ts'
import { followed } from './shared/trust-variable.ts'

/** httpx: certifi's bundle, or else SSL_CERT_FILE or SSL_CERT_DIR, one of the three alone. */
export const httpx: Runtime = {
  id: 'httpx',
  title: 'httpx (Python)',
  names: ['openai', 'anthropic'],
  find: async (host) => libraryInstallations(host, 'httpx', librariesNamed(host, 'httpx')),
  asks: async (host, installation) => {
    const found = libraryAt(librariesNamed(host, 'httpx'), installation)
    if (found === null) return gone(installation)
    const certifi = certifiIn(host, found.environment.site)
    const verify = verifiesWith(host, certifi, installation.version === null || isAtLeast(installation.version, '0.28'))
    return {
      installation,
      ...verify,
      unknown: verify.stores.length === 0 && certifi === null ? 'no certifi was found beside it' : '',
      withoutEffect: [...verify.withoutEffect, ...foreignVariables(host, ['SSL_CERT_FILE', 'SSL_CERT_DIR'])],
      dangers: keyLog(host),
      source:
        'observed: httpx 0.28.1 on Python 3.11.7; encode/httpx: _config.py at 0.28.1, _utils.py at 0.27.2 (before 0.28 a variable that leads nowhere is passed over)',
    }
  },
}

interface Verifies {
  readonly stores: readonly AskedStore[]
  readonly why: Setting
  readonly overrides: readonly Setting[]
  readonly withoutEffect: readonly WithoutEffect[]
}

/** `isStrict`: from 0.28 the first variable that is set decides, and httpx stops where it leads nowhere. */
function verifiesWith(host: Host, certifi: Certifi | null, isStrict: boolean): Verifies {
  const set = (name: string): Setting | null => ((host.env[name] ?? '') === '' ? null : variable(name, host.env[name] ?? ''))
  const counts = (setting: Setting | null, kind: 'file' | 'directory'): boolean =>
    setting !== null && (isStrict || kindAt(host, fromHere(host, host.env[setting.name] ?? '')) === kind)
  const [file, folder] = [set('SSL_CERT_FILE'), set('SSL_CERT_DIR')]
  const own = builtIn(certifi === null ? 'certifi' : certifiTitle(certifi), certifi?.bundle ?? '')
  const skipped = (setting: Setting | null, kind: 'file' | 'directory'): readonly WithoutEffect[] => {
    if (setting === null) return []
    const led = followed(host, setting, host.env[setting.name] ?? '', kind)
    return 'lost' in led ? [led.lost] : []
  }
  if (file !== null && counts(file, 'file')) {
    const beaten: readonly WithoutEffect[] =
      folder === null ? [] : [{ setting: folder, reason: 'beaten', params: { by: 'SSL_CERT_FILE' } }]
    const value = fromHere(host, host.env['SSL_CERT_FILE'] ?? '')
    return {
      // A folder stops it (IsADirectoryError), and would be a store if it were read by its name.
      stores: kindAt(host, value) === 'directory' ? [] : [{ store: value, ifUnreadable: 'fails' }],
      why: file,
      overrides: [...(folder === null ? [] : [folder]), own],
      withoutEffect: [...skipped(file, 'file'), ...beaten],
    }
  }
  if (folder !== null && counts(folder, 'directory')) {
    const list = (host.env['SSL_CERT_DIR'] ?? '').split(host.platform === 'win32' ? ';' : ':')
    const parts = (isStrict ? list : [host.env['SSL_CERT_DIR'] ?? '']).map((one) => oneFolder(host, folder, one))
    return {
      stores: parts.flatMap((part) => part.stores),
      why: folder,
      overrides: [own],
      withoutEffect: [...skipped(file, 'file'), ...parts.flatMap((part) => part.withoutEffect)],
    }
  }
  return {
    stores: certifi === null ? [] : [{ store: certifi.bundle, ifUnreadable: 'fails' }],
    why: own,
    overrides: [],
    withoutEffect: [...skipped(file, 'file'), ...skipped(folder, 'directory')],
  }
}
