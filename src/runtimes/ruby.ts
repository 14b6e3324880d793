import type { Host } from '../host/host.ts'
import type { Asking, Installation } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { gemSettings } from './shared/gem-configuration.ts'
import { installed } from './shared/installed.ts'
import { ofOthers } from './shared/misnamed.ts'
import { opensslVerifyPaths } from './shared/openssl-verify-paths.ts'
import { folderOf, namesIn, placeIn } from './shared/place.ts'
import { printed } from './shared/printed.ts'
import { builtIn } from './shared/setting.ts'

/** Ruby: Net::HTTP and what stands on it, RubyGems and Bundler. */
export const ruby: Runtime = {
  id: 'ruby',
  title: 'Ruby, RubyGems and Bundler',
  names: ['gem', 'bundle', 'bundler', 'irb', 'rake'],
  find: async (host) => Promise.all(installed(host, ['ruby'], places(host)).map((path) => installation(host, path))),
  asks,
}

function places(host: Host): readonly string[] {
  if (host.platform === 'win32')
    return namesIn(host, 'C:\\')
      .filter((name) => /^Ruby\d/i.test(name))
      .map((name) => `C:\\${name}\\bin\\ruby.exe`)
  const versions = [
    placeIn(host, host.home, '.rbenv', 'versions'),
    placeIn(host, host.home, '.rubies'),
    placeIn(host, host.home, '.asdf', 'installs', 'ruby'),
  ]
  return [
    '/usr/bin/ruby',
    '/opt/homebrew/opt/ruby/bin/ruby',
    '/usr/local/bin/ruby',
    ...versions.flatMap((folder) => namesIn(host, folder).map((name) => placeIn(host, folder, name, 'bin', 'ruby'))),
  ]
}

/** Without gems and RUBYOPT: nothing but the interpreter and its own library is loaded. */
const probe = (path: string): readonly [string, ...string[]] => [
  path,
  '--disable-gems',
  '-ropenssl',
  '-e',
  'puts RUBY_VERSION, OpenSSL::OPENSSL_LIBRARY_VERSION, OpenSSL::X509::DEFAULT_CERT_FILE',
]

interface Told {
  readonly version: string
  readonly library: string
  readonly file: string
}

async function toldBy(host: Host, path: string): Promise<Told | null> {
  const [version = '', library = '', file = ''] = ((await printed(host, probe(path))) ?? '').split(/\r?\n/)
  return /^\d+\.\d+/.test(version) && file !== '' ? { version, library, file } : null
}

async function installation(host: Host, path: string): Promise<Installation> {
  const told = await toldBy(host, path)
  const version = told?.version ?? null
  return { runtime: 'ruby', path, version, client: version === null ? null : `ruby-${version}`, note: told?.library ?? '' }
}

async function asks(host: Host, found: Installation): Promise<Asking> {
  const told = await toldBy(host, found.path)
  const gems = gemSettings(host)
  const rest = {
    installation: found,
    dangers: gems.dangers,
    source: 'observed: Ruby 3.1.2 and RubyGems 3.3.15 with OpenSSL 3.0 on a loopback server; Bundler: bundle-config(1)',
  }
  const others = ofOthers(
    host,
    ['SSL_CERT_FILE', 'SSL_CERT_DIR'],
    ['CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'],
    'SSL_CERT_FILE',
  )
  if (told === null)
    return {
      ...rest,
      stores: [],
      unknown: `${found.path} did not say which directory its OpenSSL was built with`,
      why: builtIn('the places that its OpenSSL was built with', ''),
      overrides: [],
      withoutEffect: [...gems.withoutEffect, ...others],
    }
  const defaults = opensslVerifyPaths(host, folderOf(told.file), /\d+\.\d+/.exec(told.library)?.[0] ?? '', found.path)
  return { ...rest, ...defaults, unknown: '', withoutEffect: [...defaults.withoutEffect, ...gems.withoutEffect, ...others] }
}
