import type { Host } from '../host/host.ts'
import type { Danger, Installation, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { certifiIn } from './shared/certifi.ts'
import { type CondaSetting, condaVerifySettings } from './shared/conda-settings.ts'
import { foreignVariables, keyLog } from './shared/foreign-variables.ts'
import { fromHere, namesIn, placeIn } from './shared/place.ts'
import { pythonClient } from './shared/python-defaults.ts'
import { type PythonEnvironment, pythonEnvironments } from './shared/python-environments.ts'
import { isAtLeast } from './shared/release-order.ts'
import { requestsSource, requestsVerify } from './shared/requests-verify.ts'
import { builtIn } from './shared/setting.ts'
import { systemByTruststore } from './shared/truststore.ts'

/** conda: requests with certifi, as `ssl_verify` says. The solver (libmamba) has a TLS library of its own, which is not told here. */
export const conda: Runtime = {
  id: 'conda',
  title: 'conda',
  names: ['mamba', 'miniconda', 'anaconda'],
  find: async (host) => bases(host).map((base) => installed(host, base)),
  asks: async (host, installation) => {
    const base = bases(host).find((environment) => installed(host, environment).path === installation.path)
    const prefix = base?.prefix ?? ''
    const [first, ...rest] = condaVerifySettings(host, prefix)
    const beaten = rest.map(
      ({ setting }): WithoutEffect => ({ setting, reason: 'beaten', params: { by: first?.setting.name ?? '' } }),
    )
    const own = first?.kind === 'path' ? [{ setting: first.setting, path: fromHere(host, first.path) }] : []
    const verify = requestsVerify(host, own, base === undefined ? null : certifiIn(host, base.site))
    const foreign = foreignVariables(host, ['CONDA_SSL_VERIFY', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'])
    const common = { installation, source: condaSource }
    const overridesOf = rest.map(({ setting }) => setting)
    if (first?.kind === 'truststore' && base !== undefined && knowsTruststore(installation, base)) {
      const system = await systemByTruststore(host, base)
      const isNamed = verify.why.kind === 'variable'
      return {
        ...common,
        // What requests is told by a variable is loaded into truststore's context beside the system's store.
        stores: [...system.stores, ...(isNamed ? verify.stores : [])],
        unknown: system.unknown,
        why: first.setting,
        overrides: [...overridesOf, builtIn('certifi', '')],
        withoutEffect: [...system.withoutEffect, ...verify.withoutEffect, ...beaten, ...foreign],
        dangers: keyLog(host),
      }
    }
    return {
      ...common,
      ...verify,
      why: verify.why.kind === 'built-in' && first !== undefined ? first.setting : verify.why,
      overrides: [...verify.overrides, ...overridesOf],
      withoutEffect: [...verify.withoutEffect, ...beaten, ...mismatch(first, verify.why.kind === 'variable'), ...foreign],
      dangers: [...off(first, verify.why.kind === 'variable'), ...keyLog(host)],
    }
  },
}

const condaSource =
  'conda/conda at 26.7.1: base/context.py (ssl_verify, alias verify_ssl), base/constants.py (SEARCH_PATH), gateways/connection/session.py; ' +
  `CONDA_SSL_VERIFY before the files, a later file before an earlier one; ${requestsSource}`

/** Environments that hold conda itself. */
const bases = (host: Host): readonly PythonEnvironment[] =>
  pythonEnvironments(host).filter(({ prefix }) => condaVersion(host, prefix) !== null)

const condaVersion = (host: Host, prefix: string): string | null =>
  namesIn(host, placeIn(host, prefix, 'conda-meta'))
    .map((name) => /^conda-(\d[\d.]*)-.*\.json$/.exec(name)?.[1])
    .find((version) => version !== undefined) ?? null

function installed(host: Host, { prefix, version, openssl, note }: PythonEnvironment): Installation {
  const path = host.platform === 'win32' ? placeIn(host, prefix, 'Scripts', 'conda.exe') : placeIn(host, prefix, 'bin', 'conda')
  return { runtime: 'conda', path, version: condaVersion(host, prefix), client: pythonClient(version, openssl), note }
}

/** conda 23.9 and Python 3.10 brought `ssl_verify: truststore` (user-guide/configuration/settings). */
const knowsTruststore = ({ version }: Installation, base: PythonEnvironment): boolean =>
  isAtLeast(version, '23.9') && isAtLeast(base.version, '3.10')

/** requests lets REQUESTS_CA_BUNDLE win even over a session that is told not to verify: observed. */
const off = (first: CondaSetting | undefined, isVariable: boolean): readonly Danger[] =>
  first?.kind === 'off' && !isVariable ? [{ setting: first.setting, reason: 'verification-off', reach: '' }] : []

function mismatch(first: CondaSetting | undefined, isVariable: boolean): readonly WithoutEffect[] {
  if (first?.kind === 'off' && isVariable)
    return [{ setting: first.setting, reason: 'beaten', params: { by: 'REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE' } }]
  if (first?.kind === 'truststore') return [{ setting: first.setting, reason: 'too-old', params: { since: '23.9, Python 3.10' } }]
  return []
}
