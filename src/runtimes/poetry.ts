import type { Host } from '../host/host.ts'
import type { Danger, Setting, WithoutEffect } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { certifiIn } from './shared/certifi.ts'
import { foreignVariables, keyLog } from './shared/foreign-variables.ts'
import { gone } from './shared/gone.ts'
import { placeIn, textAt } from './shared/place.ts'
import { libraryAt, libraryInstallations, librariesNamed, urllib3Client } from './shared/python-library.ts'
import { requestsSource, requestsVerify } from './shared/requests-verify.ts'
import { inFile, variable } from './shared/setting.ts'
import { readTomlEntries } from './shared/toml-entries.ts'
import { followed } from './shared/trust-variable.ts'

/** Poetry: requests with certifi, but for repositories that have a certificate of their own. */
export const poetry: Runtime = {
  id: 'poetry',
  title: 'Poetry',
  names: [],
  find: async (host) =>
    libraryInstallations(host, 'poetry', librariesNamed(host, 'poetry'), (found) => urllib3Client(host, found)),
  asks: async (host, installation) => {
    const found = libraryAt(librariesNamed(host, 'poetry'), installation)
    if (found === null) return gone(installation)
    const verify = requestsVerify(host, [], certifiIn(host, found.environment.site))
    const own = repositoryCertificates(host)
    return {
      installation,
      ...verify,
      withoutEffect: [
        ...verify.withoutEffect,
        ...own.filter(({ value }) => value !== 'false').flatMap((entry) => limited(host, entry)),
        ...foreignVariables(host, ['REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE']),
      ],
      dangers: [
        ...own
          .filter(({ value }) => value === 'false')
          .map(({ setting, repository }): Danger => ({ setting, reason: 'verification-off', reach: `repository ${repository}` })),
        ...keyLog(host),
      ],
      source: `python-poetry/poetry at 2.5.0.dev0: utils/authenticator.py, locations.py, docs/repositories.md; ${requestsSource}`,
    }
  },
}

interface RepositoryCertificate {
  readonly setting: Setting
  readonly repository: string
  /** A path, or `false`. */
  readonly value: string
}

/** `certificates.<repository>.cert`: of variables, of the project's poetry.toml, of the user's config.toml; the first for each counts. */
function repositoryCertificates(host: Host): readonly RepositoryCertificate[] {
  const variables = Object.entries(host.env).flatMap(([name, value]): readonly RepositoryCertificate[] => {
    const repository = /^POETRY_CERTIFICATES_(.+)_CERT$/.exec(name)?.[1]
    if (repository === undefined || repository.endsWith('_CLIENT') || value === undefined || value === '') return []
    return [
      {
        setting: variable(name, value),
        repository: repository.toLowerCase().replaceAll('_', '-'),
        value: value.replace(/^False$/, 'false'),
      },
    ]
  })
  const files = configurationFiles(host).flatMap((path) =>
    readTomlEntries(textAt(host, path) ?? '').flatMap(({ key, value, line }): readonly RepositoryCertificate[] => {
      const repository = /^certificates\.(.+)\.(?:cert|verify)$/.exec(key)?.[1]
      return repository === undefined
        ? []
        : [{ setting: inFile(key, String(value), path, line), repository, value: String(value) }]
    }),
  )
  const all = [...variables, ...files]
  return all.filter((entry, i) => all.findIndex(({ repository }) => repository === entry.repository) === i)
}

function configurationFiles(host: Host): readonly string[] {
  const { cwd, env, home, platform } = host
  const project = cwd === '' ? [] : [placeIn(host, cwd, 'poetry.toml')]
  const folder = (): string => {
    if ((env['POETRY_CONFIG_DIR'] ?? '') !== '') return env['POETRY_CONFIG_DIR'] ?? ''
    if (platform === 'win32') return placeIn(host, env['APPDATA'] ?? placeIn(host, home, 'AppData', 'Roaming'), 'pypoetry')
    if (platform === 'darwin') return placeIn(host, home, 'Library', 'Application Support', 'pypoetry')
    return placeIn(host, env['XDG_CONFIG_HOME'] ?? placeIn(host, home, '.config'), 'pypoetry')
  }
  return home === '' ? project : [...project, placeIn(host, folder(), 'config.toml')]
}

function limited(host: Host, { setting, repository, value }: RepositoryCertificate): readonly WithoutEffect[] {
  if (value === 'true') return []
  const led = followed(host, setting, value, 'either')
  const some: WithoutEffect = { setting, reason: 'some-requests', params: { reach: `repository ${repository}` } }
  return 'lost' in led ? [led.lost] : [some]
}
