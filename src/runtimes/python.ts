import type { Host } from '../host/host.ts'
import type { Danger, Installation, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { certifiIn } from './shared/certifi.ts'
import { foreignVariables, keyLog } from './shared/foreign-variables.ts'
import { realPlace } from './shared/place.ts'
import { pythonClient, pythonDefaults } from './shared/python-defaults.ts'
import { pythonEnvironmentOf, pythonEnvironments } from './shared/python-environments.ts'
import { askPython } from './shared/python-probe.ts'
import { isAtLeast } from './shared/release-order.ts'
import { inFile, variable } from './shared/setting.ts'

/** CPython's own `ssl`: what `ssl.create_default_context` loads, and `urllib`, `http.client`, `smtplib`, `imaplib` with it. */
export const python: Runtime = {
  id: 'python',
  title: 'Python: ssl, urllib and whatever uses their defaults',
  names: ['py', 'cpython', 'urllib', 'ssl'],
  find: async (host) => Promise.all(pythonEnvironments(host).map((environment) => installed(host, environment))),
  asks: async (host, installation) => {
    const environment = pythonEnvironmentOf(host, installation.path)
    const { unknown, source, ...defaults } = await pythonDefaults(host, environment)
    const version = installation.version ?? environment.version ?? '3'
    const isRead = (bundle: string): boolean =>
      defaults.stores.some(({ store }) => realPlace(host, store) === realPlace(host, bundle))
    return {
      installation,
      ...defaults,
      unknown,
      withoutEffect: [
        ...defaults.withoutEffect,
        ...foreignVariables(host, ['SSL_CERT_FILE', 'SSL_CERT_DIR']),
        ...unreadCertifi(host, environment.site, isRead),
        ...(isAtLeast(version, '3') ? httpsVerify(host) : []),
      ],
      dangers: [...(isAtLeast(version, '3') ? [] : verificationOff(host)), ...(isAtLeast(version, '3.8') ? keyLog(host) : [])],
      source,
    }
  },
}

async function installed(
  host: Host,
  { program, version, openssl, note }: ReturnType<typeof pythonEnvironmentOf>,
): Promise<Installation> {
  // Files name the release alone, or nothing: the interpreter knows.
  // Of 2.7 and 3.6 the library is wanted too.
  const isTold = version?.split('.').length === 3 && !/^(?:2\.7|3\.6)\./.test(version)
  const asked = isTold ? null : await askPython(host, program, version)
  const answer = asked !== null && 'answer' in asked ? asked.answer : null
  const exact = answer !== null && answer.version !== '' ? answer.version : version
  return {
    runtime: 'python',
    path: program,
    version: exact,
    client: pythonClient(exact, () => answer?.openssl ?? openssl()),
    note,
  }
}

/** certifi is a file like any other to `ssl`: a newer one changes nothing there. */
function unreadCertifi(host: Host, site: readonly string[], isRead: (bundle: string) => boolean): readonly WithoutEffect[] {
  const certifi = certifiIn(host, site)
  if (certifi === null || certifi.version === null || isRead(certifi.bundle)) return []
  const setting = inFile('certifi', certifi.version, certifi.bundle, 0)
  return [{ setting, reason: 'some-requests', params: { reach: 'requests, httpx, botocore', instead: 'SSL_CERT_FILE' } }]
}

const httpsOff = 'PYTHONHTTPSVERIFY'

/** PEP 493, Python 2.7.12 and later; observed on 2.7.18. Python 3 never read it: observed on 3.11.2. */
const verificationOff = (host: Host): readonly Danger[] =>
  host.env[httpsOff] === '0'
    ? [{ setting: variable(httpsOff, '0'), reason: 'verification-off', reach: 'httplib, urllib, urllib2' }]
    : []

const httpsVerify = (host: Host): readonly WithoutEffect[] =>
  host.env[httpsOff] === undefined
    ? []
    : [{ setting: variable(httpsOff, host.env[httpsOff] ?? ''), reason: 'too-new', params: { since: '3.0' } }]
