import type { Host } from '../host/host.ts'
import type { Asking, Danger, Installation, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { onSearchPath } from './search-path.ts'
import { certifiIn, certifiTitle } from './shared/certifi.ts'
import { foreignVariables, keyLog } from './shared/foreign-variables.ts'
import { readIni } from './shared/ini-file.ts'
import { folderOf, fromHere, kindAt, placeIn, realPlace, textAt } from './shared/place.ts'
import { libraryAt, libraryInstallations, librariesNamed, urllib3Client } from './shared/python-library.ts'
import { bundleStores } from './shared/requests-verify.ts'
import { builtIn, inFile, variable } from './shared/setting.ts'

/** botocore under boto3 and the AWS command line, both that of Python packages and the one that brings its own Python. */
export const botocore: Runtime = {
  id: 'botocore',
  title: 'boto3 and the AWS command line',
  names: ['aws', 'boto3', 'awscli'],
  find: async (host) => [
    ...libraryInstallations(host, 'botocore', librariesNamed(host, 'botocore'), (found) => urllib3Client(host, found)),
    ...bundled(host),
  ],
  asks: async (host, installation) => {
    const found = libraryAt(librariesNamed(host, 'botocore'), installation)
    const certifi = found === null ? null : certifiIn(host, found.environment.site)
    const own =
      certifi === null
        ? builtIn("botocore's own bundle", placeIn(host, installation.path, 'cacert.pem'))
        : builtIn(certifiTitle(certifi), certifi.bundle)
    return {
      installation,
      ...decided(host, own),
      source:
        'observed: botocore 1.43.11 on Python 3.11.7 (AWS_CA_BUNDLE, then ca_bundle of the profile, then REQUESTS_CA_BUNDLE, then certifi; the first that is set decides even when it ' +
        'is empty, an empty one turns verification off, and a folder is an error); boto/botocore at 1.43.11: configprovider.py, endpoint.py, httpsession.py',
    }
  },
}

/** The second AWS command line holds a frozen Python, with botocore's bundle beside it. */
function bundled(host: Host): readonly Installation[] {
  return onSearchPath(host, 'aws').flatMap((program) => {
    const folder = folderOf(realPlace(host, program))
    const at = [placeIn(host, folder, 'awscli', 'botocore'), placeIn(host, folder, 'botocore')].find(
      (place) => kindAt(host, placeIn(host, place, 'cacert.pem')) === 'file',
    )
    if (at === undefined) return []
    const version = /[\\/]v?2[\\/](\d+\.\d+\.\d+)[\\/]/.exec(at)?.[1] ?? null
    return [{ runtime: 'botocore', path: at, version, client: null, note: 'AWS command line with a Python of its own' }]
  })
}

/** `own`: what is asked when nothing is set. */
function decided(host: Host, own: Setting): Omit<Asking, 'installation' | 'source'> {
  const named = ['AWS_CA_BUNDLE'].flatMap((name) => settingOf(host, name))
  const all = [...named, ...profileSettings(host, 'ca_bundle'), ...settingOf(host, 'REQUESTS_CA_BUNDLE')]
  const [first, ...rest] = all
  const wrong = profileSettings(host, 'verify_ssl').map(
    ({ setting }): WithoutEffect => ({ setting, reason: 'wrong-name', params: { instead: 'ca_bundle' } }),
  )
  const foreign = [...wrong, ...foreignVariables(host, ['AWS_CA_BUNDLE', 'REQUESTS_CA_BUNDLE'])]
  const dangers = keyLog(host)
  if (first === undefined) {
    const stores = [{ store: own.value, ifUnreadable: 'fails' as const }]
    return { stores, unknown: '', why: own, overrides: [], withoutEffect: foreign, dangers }
  }
  const beaten = rest.map(({ setting }): WithoutEffect => ({ setting, reason: 'beaten', params: { by: first.setting.name } }))
  const overrides = [...rest.map(({ setting }) => setting), own]
  if (first.path === '') {
    const off: Danger = { setting: first.setting, reason: 'verification-off', reach: '' }
    return {
      stores: [],
      unknown: '',
      why: first.setting,
      overrides,
      withoutEffect: [...beaten, ...foreign],
      dangers: [off, ...dangers],
    }
  }
  const { stores, withoutEffect } = bundleStores(host, { setting: first.setting, path: fromHere(host, first.path) }, 'file')
  return { stores, unknown: '', why: first.setting, overrides, withoutEffect: [...withoutEffect, ...beaten, ...foreign], dangers }
}

interface Named {
  readonly setting: Setting
  readonly path: string
}

/** A variable counts once it is there. */
function settingOf(host: Host, name: string): readonly Named[] {
  const value = host.env[name]
  return value === undefined ? [] : [{ setting: variable(name, value), path: value }]
}

/** A key of the profile in use: AWS_DEFAULT_PROFILE, AWS_PROFILE, or `default`; the file is AWS_CONFIG_FILE or ~/.aws/config. */
function profileSettings(host: Host, key: string): readonly Named[] {
  const { env, home } = host
  const path = env['AWS_CONFIG_FILE'] ?? (home === '' ? '' : placeIn(host, home, '.aws', 'config'))
  const profile = env['AWS_DEFAULT_PROFILE'] ?? env['AWS_PROFILE'] ?? 'default'
  const sections = profile === 'default' ? ['default', 'profile default'] : [`profile ${profile}`]
  return readIni(
    textAt(
      host,
      path.replace(/^~/, () => home),
    ) ?? '',
  )
    .filter((entry) => entry.key === key && sections.includes(entry.section))
    .slice(0, 1)
    .map(({ value, line }) => ({ setting: inFile(key, value, path, line), path: value }))
}
