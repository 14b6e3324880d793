import type { Host } from '../../host/host.ts'
import type { AskedStore, Setting, WithoutEffect } from '../../model/machine.ts'
import { type Certifi, certifiTitle } from './certifi.ts'
import { oneFolder } from './openssl-environment.ts'
import { builtIn, variable } from './setting.ts'
import { followed } from './trust-variable.ts'

/** What a program built on requests verifies with. */
export interface RequestsVerify {
  readonly stores: readonly AskedStore[]
  readonly why: Setting
  readonly overrides: readonly Setting[]
  readonly withoutEffect: readonly WithoutEffect[]
  /** Empty: nothing is missing. */
  readonly unknown: string
}

/** A bundle or a folder that a setting names. `path`: its value as the program itself expands it. */
export interface NamedBundle {
  readonly setting: Setting
  readonly path: string
}

/** Where the order was seen. */
export const requestsSource =
  'observed: requests 2.34.2 on Python 3.11.7 (REQUESTS_CA_BUNDLE, then CURL_CA_BUNDLE, empty ones passed over, each before the verify of a session); ' +
  'psf/requests: sessions.py at 2.34.2, merge_environment_settings'

/**
 * The order of requests' sessions (merge_environment_settings): REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE, and only then what the program has set on
 * its session, then certifi. `own`: what it has set, the strongest first.
 */
export function requestsVerify(host: Host, own: readonly NamedBundle[], certifi: Certifi | null): RequestsVerify {
  const variables = ['REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'].flatMap((name): readonly NamedBundle[] => {
    const value = host.env[name] ?? ''
    return value === '' ? [] : [{ setting: variable(name, value), path: value }]
  })
  const fallback = certifi === null ? [] : [builtIn(certifiTitle(certifi), certifi.bundle)]
  const [first, ...rest] = [...variables, ...own]
  if (first === undefined) {
    const [why] = fallback
    if (certifi === null || why === undefined)
      return {
        stores: [],
        why: builtIn('certifi', ''),
        overrides: [],
        withoutEffect: [],
        unknown: 'no certifi was found beside it',
      }
    return { stores: [{ store: certifi.bundle, ifUnreadable: 'fails' }], why, overrides: [], withoutEffect: [], unknown: '' }
  }
  const beaten = rest.map(({ setting }): WithoutEffect => ({ setting, reason: 'beaten', params: { by: first.setting.name } }))
  const { stores, withoutEffect } = bundleStores(host, first)
  return {
    stores,
    why: first.setting,
    overrides: [...rest.map(({ setting }) => setting), ...fallback],
    withoutEffect: [...withoutEffect, ...beaten],
    unknown: '',
  }
}

/**
 * The stores of one bundle: a file, or a folder by hash names; requests stops with an error where nothing is there (adapters.py, cert_verify).
 * `wanted`: `file` where a folder is an error too.
 */
export function bundleStores(
  host: Host,
  { setting, path }: NamedBundle,
  wanted: 'file' | 'either' = 'either',
): { readonly stores: readonly AskedStore[]; readonly withoutEffect: readonly WithoutEffect[] } {
  const led = followed(host, setting, path, wanted)
  // Read by its name a folder would be a store, which it is not to this program.
  if ('lost' in led)
    return { stores: led.lost.reason === 'wrong-kind' ? [] : [{ store: path, ifUnreadable: 'fails' }], withoutEffect: [led.lost] }
  if (led.kind === 'directory') return oneFolder(host, setting, led.path)
  return { stores: [{ store: led.path, ifUnreadable: 'fails' }], withoutEffect: [] }
}
