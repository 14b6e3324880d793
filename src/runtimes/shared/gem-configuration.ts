import type { Host } from '../../host/host.ts'
import type { Danger, Setting, WithoutEffect } from '../../model/machine.ts'
import { pathProblem } from './ca-path.ts'
import { kindAt, placeIn, textAt } from './place.ts'
import { inFile, variable } from './setting.ts'

/** What RubyGems and Bundler are told about trust. */
export interface GemSettings {
  /** Certificates that are added to those of Ruby, for these programs alone. */
  readonly added: readonly { readonly setting: Setting; readonly path: string }[]
  readonly withoutEffect: readonly WithoutEffect[]
  readonly dangers: readonly Danger[]
}

interface Line {
  readonly name: string
  readonly value: string
  readonly setting: Setting
}

/** `name: value` at the top level of a YAML file. Other keys, which may hold keys of an API, are not kept. */
function linesOf(host: Host, path: string, wanted: RegExp): readonly Line[] {
  return (textAt(host, path) ?? '').split(/\r?\n/).flatMap((text, i) => {
    const groups = /^(?<name>:?[A-Za-z_]+):\s+(?<value>.*?)\s*$/.exec(text)?.groups
    const name = groups?.['name'] ?? ''
    const value = (groups?.['value'] ?? '').replace(/\s+#.*$/, '').replace(/^(["'])(.*)\1$/, '$2')
    return wanted.test(name) ? [{ name, value, setting: inFile(name, value, path, i + 1) }] : []
  })
}

/**
 * `.gemrc` (the one in the home folder before the one of XDG; GEMRC names more) and Bundler's settings: the variable before the
 * project's file before the user's. Observed with RubyGems 3.3.15: keys without the leading colon are not read, and a certificate
 * is added to the defaults; a directory needs hash links. Bundler from documentation (bundle-config(1)).
 */
export function gemSettings(host: Host): GemSettings {
  const gem = gemFiles(host).flatMap((path) => linesOf(host, path, /^:?ssl_(ca_cert|verify_mode)$/))
  const bundler = bundlerLines(host)
  const last = (lines: readonly Line[], name: string): Line | null => lines.findLast((line) => line.name === name) ?? null
  const certificates = [last(gem, ':ssl_ca_cert'), bundler.find(({ name }) => name === 'BUNDLE_SSL_CA_CERT') ?? null].filter(
    (line) => line !== null,
  )
  const off = [last(gem, ':ssl_verify_mode'), bundler.find(({ name }) => name === 'BUNDLE_SSL_VERIFY_MODE') ?? null].filter(
    (line) => line !== null && (line.value === '0' || line.value === 'none'),
  )
  const reach = (line: Line): string => (line.name.startsWith('BUNDLE') ? 'Bundler' : 'RubyGems')
  return {
    added: certificates.map(({ setting, value }) => ({ setting, path: value })),
    withoutEffect: [
      ...certificates.flatMap((line): readonly WithoutEffect[] => [
        ...[pathProblem(host, line.setting, kindAt(host, line.value) === 'directory' ? 'hashed-directory' : 'either')].filter(
          (p) => p !== null,
        ),
        { setting: line.setting, reason: 'some-requests', params: { reach: reach(line) } },
      ]),
      ...gem
        .filter(({ name }) => !name.startsWith(':'))
        .map(({ name, setting }): WithoutEffect => ({ setting, reason: 'wrong-name', params: { instead: `:${name}` } })),
    ],
    dangers: off.flatMap((line) =>
      line === null ? [] : [{ setting: line.setting, reason: 'verification-off' as const, reach: reach(line) }],
    ),
  }
}

function gemFiles(host: Host): readonly string[] {
  const config = host.env['XDG_CONFIG_HOME'] ?? placeIn(host, host.home, '.config')
  const [mine, xdg] = [placeIn(host, host.home, '.gemrc'), placeIn(host, config, 'gem', 'gemrc')]
  const more = (host.env['GEMRC'] ?? '').split(host.platform === 'win32' ? ';' : ':').filter((path) => path !== '')
  const system = host.platform === 'win32' ? 'C:\\ProgramData\\gemrc' : '/etc/gemrc'
  return [system, kindAt(host, mine) === 'file' ? mine : xdg, ...more]
}

function bundlerLines(host: Host): readonly Line[] {
  const names = ['BUNDLE_SSL_CA_CERT', 'BUNDLE_SSL_VERIFY_MODE']
  const fromVariables = names.flatMap((name): readonly Line[] => {
    const value = host.env[name] ?? ''
    return value === '' ? [] : [{ name, value, setting: variable(name, value) }]
  })
  const files = [
    ...(host.cwd === '' ? [] : [placeIn(host, host.cwd, '.bundle', 'config')]),
    placeIn(host, host.home, '.bundle', 'config'),
  ]
  return [...fromVariables, ...files.flatMap((path) => linesOf(host, path, /^BUNDLE_SSL_(CA_CERT|VERIFY_MODE)$/))]
}
