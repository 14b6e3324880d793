import type { OracleClient } from '../client.ts'
import { sourceFile } from '../fuzz/sources.ts'
import { eachServer } from './each-server.ts'
import { found } from './found.ts'
import { readConnect } from './node.ts'

function language(
  id: string,
  packages: readonly string[],
  script: string,
  version: readonly [string, readonly string[], RegExp],
  options: readonly string[] = [],
): OracleClient {
  return {
    id,
    profile: id,
    find: () => found(...version),
    install: { from: 'apt', packages },
    ...eachServer({
      command: ({ path }, { port, host, store }) => ({ argv: [path, ...options, sourceFile(script), String(port), host, store] }),
      read: readConnect,
    }),
  }
}

/** Languages that call the system's OpenSSL, each in its own way. */
export const scripting: readonly OracleClient[] = [
  language(
    'ruby-3.1',
    ['ruby'],
    'tools/oracle/native/connect.rb',
    ['ruby', ['--version'], /^ruby (3\.1\.\S+)/],
    ['--disable-gems'],
  ),
  language('php-8.2', ['php-cli'], 'tools/oracle/native/connect.php', ['php', ['--version'], /^PHP (8\.2\.\S+)/], ['-n']),
  language('perl-2.081', ['libio-socket-ssl-perl'], 'tools/oracle/native/connect.pl', [
    'perl',
    ['-MIO::Socket::SSL', '-e', 'print $IO::Socket::SSL::VERSION'],
    /^(2\.081.*)/,
  ]),
]
