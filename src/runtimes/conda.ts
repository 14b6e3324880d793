import type { Host } from '../host/host.ts'
import type { ClientId } from '../model/client.ts'
import type { Asking, Danger, Installation, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { certifiIn } from './shared/certifi.ts'
import { type CondaSetting, condaVerifySettings, verifyLines } from './shared/conda-settings.ts'
import { isCondarcName, namedCondarc } from './shared/condarc-files.ts'
import { foreignVariables, keyLog } from './shared/foreign-variables.ts'
import { fromHere, kindAt, namesIn, placeIn } from './shared/place.ts'
import { pythonClient } from './shared/python-defaults.ts'
import { type PythonEnvironment, pythonEnvironments } from './shared/python-environments.ts'
import { isAtLeast } from './shared/release-order.ts'
import { bundleStores, requestsSource, requestsVerify } from './shared/requests-verify.ts'
import { builtIn, variable } from './shared/setting.ts'
import { systemByTruststore } from './shared/truststore.ts'

/**
 * conda: requests with certifi, as `ssl_verify` says. Its solver (conda-libmamba-solver: index.py, SubdirData) is given what conda itself
 * has fetched; mamba is another program, with a TLS library of its own.
 */
export const conda: Runtime = {
  id: 'conda',
  title: 'conda',
  names: ['miniconda', 'anaconda'],
  find: async (host) => bases(host).map((base) => installed(host, base)),
  asks: async (host, installation) => {
    const base = bases(host).find((environment) => installed(host, environment).path === installation.path)
    const [first, ...rest] = condaVerifySettings(host, base?.prefix ?? '')
    const beaten = rest.map(
      ({ setting }): WithoutEffect => ({ setting, reason: 'beaten', params: { by: placed(first?.setting) } }),
    )
    const besides = (more: readonly string[] = []): readonly WithoutEffect[] => [
      ...beaten,
      ...unreadCondarc(host),
      ...foreignVariables(host, ['CONDA_SSL_VERIFY', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', ...more]),
    ]
    const common = { installation, source: condaSource, unknown: '', dangers: keyLog(host) }
    const below = rest.map(({ setting }) => setting)
    const stopped = first === undefined ? null : stopping(host, first, base === undefined || knowsTruststore(installation, base))
    if (first !== undefined && stopped !== null)
      return {
        ...common,
        stores: stopped.stores,
        why: first.setting,
        overrides: [...below, builtIn('certifi', '')],
        withoutEffect: [...stopped.withoutEffect, ...besides()],
      }
    const own = first?.kind === 'path' ? [{ setting: first.setting, path: fromHere(host, first.path) }] : []
    const verify = requestsVerify(host, own, base === undefined ? null : certifiIn(host, base.site))
    if (first?.kind === 'truststore' && base !== undefined) {
      const system = await systemByTruststore(host, base)
      const isOpenssl = host.platform !== 'win32' && host.platform !== 'darwin'
      return {
        ...common,
        // requests loads certifi, or what a variable names in its place, into truststore's context: both are trusted.
        stores: [...system.stores, ...verify.stores],
        unknown: system.unknown,
        why: first.setting,
        overrides: [...below, builtIn('certifi', '')],
        withoutEffect: [
          ...system.withoutEffect,
          ...verify.withoutEffect,
          ...besides(isOpenssl ? ['SSL_CERT_FILE', 'SSL_CERT_DIR'] : []),
        ],
      }
    }
    const isVariable = verify.why.kind === 'variable'
    return {
      ...common,
      ...verify,
      why: verify.why.kind === 'built-in' && first !== undefined ? first.setting : verify.why,
      overrides: [...verify.overrides, ...below],
      withoutEffect: [...verify.withoutEffect, ...besides(), ...offBeaten(first, isVariable)],
      dangers: [...off(first, isVariable), ...common.dangers],
    }
  },
}

const condaSource =
  'observed: conda 23.7.4, 23.9.0, 24.5.0, 25.1.1, 25.11.1, 26.1.1 and 26.7.1 (files in their order, CONDA_SSL_VERIFY before them, a path that is not there ends ' +
  'every request) and 26.7.1 with requests 2.28.1 and 2.34.2 (truststore beside certifi); conda/conda at 26.7.1: base/context.py, base/constants.py, ' +
  `gateways/connection/session.py; ${requestsSource}`

const placed = (setting: Setting | undefined): string =>
  setting === undefined || setting.where === '' ? (setting?.name ?? '') : `${setting.name} in ${setting.where}`

/** Environments that hold conda itself. */
const bases = (host: Host): readonly PythonEnvironment[] =>
  pythonEnvironments(host).filter(({ prefix }) => condaVersion(host, prefix) !== null)

const condaVersion = (host: Host, prefix: string): string | null =>
  namesIn(host, placeIn(host, prefix, 'conda-meta'))
    .map((name) => /^conda-(\d[\d.]*)-.*\.json$/.exec(name)?.[1])
    .find((version) => version !== undefined) ?? null

function installed(host: Host, base: PythonEnvironment): Installation {
  const { prefix, note } = base
  const path = host.platform === 'win32' ? placeIn(host, prefix, 'Scripts', 'conda.exe') : placeIn(host, prefix, 'bin', 'conda')
  return { runtime: 'conda', path, version: condaVersion(host, prefix), client: clientOf(host, base), note }
}

/** truststore has Windows and macOS judge by themselves (truststore 0.10.4: _windows.py, _macos.py). */
function clientOf(host: Host, { prefix, version, openssl }: PythonEnvironment): ClientId | null {
  const isSystem = condaVerifySettings(host, prefix)[0]?.kind === 'truststore'
  if (isSystem && host.platform === 'win32') return 'schannel'
  return isSystem && host.platform === 'darwin' ? 'sectrust' : pythonClient(version, openssl)
}

/** conda 23.9 and Python 3.10 brought `ssl_verify: truststore`; to those before the word is a path (observed: 23.7.4 stops, 23.9.0 asks the system). */
const knowsTruststore = ({ version }: Installation, base: PythonEnvironment): boolean =>
  isAtLeast(version, '23.9') && isAtLeast(base.version, '3.10')

/** A path that is not there ends every command, whatever the variables of requests say; `null`: it does not stop. */
function stopping(host: Host, first: CondaSetting, isTruststoreKnown: boolean): Pick<Asking, 'stores' | 'withoutEffect'> | null {
  const { kind, setting } = first
  if (kind === 'truststore' && !isTruststoreKnown) {
    const tooOld: WithoutEffect = { setting, reason: 'too-old', params: { since: '23.9, Python 3.10' }, outcome: 'stops' }
    return { stores: [{ store: 'truststore', ifUnreadable: 'fails' }], withoutEffect: [tooOld] }
  }
  return kind === 'path' && kindAt(host, fromHere(host, first.path)) === null ? bundleStores(host, first) : null
}

/** CONDARC names a file that says something of `ssl_verify`, and is not called as conda wants it. */
function unreadCondarc(host: Host): readonly WithoutEffect[] {
  const path = namedCondarc(host)
  if (path === null || isCondarcName(path) || verifyLines(host, path).length === 0) return []
  return [{ setting: variable('CONDARC', path), reason: 'wrong-file-name', params: { instead: `${path}.yml` } }]
}

/** requests lets REQUESTS_CA_BUNDLE win even over a session that is told not to verify: observed. */
const off = (first: CondaSetting | undefined, isVariable: boolean): readonly Danger[] =>
  first?.kind === 'off' && !isVariable ? [{ setting: first.setting, reason: 'verification-off', reach: '' }] : []

const offBeaten = (first: CondaSetting | undefined, isVariable: boolean): readonly WithoutEffect[] =>
  first?.kind === 'off' && isVariable
    ? [{ setting: first.setting, reason: 'beaten', params: { by: 'REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE' } }]
    : []
