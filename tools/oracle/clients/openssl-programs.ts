import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Install, OracleClient, Program } from '../client.ts'
import { sourceFile } from '../fuzz/sources.ts'
import { eachServer } from './each-server.ts'
import { found, isAddress, wentOn } from './found.ts'
import { installed, oracleFolder } from './installed.ts'

/** What Debian 12 has with GnuTLS, from the same sources with OpenSSL. */
const wgetSource = {
  from: 'debian-source',
  package: 'wget',
  version: '1.21.3-1+deb12u1',
  needs: ['build-essential', 'libssl-dev', 'pkg-config'],
  build: [
    ['./configure', '--with-ssl=openssl', '--without-libpsl', '--without-metalink', '--disable-pcre2', '--disable-pcre'],
    ['make', '-C', 'lib', '-j2'],
    ['make', '-C', 'src', '-j2'],
  ],
} as const satisfies Install
const gitSource = {
  from: 'debian-source',
  package: 'git',
  version: '1:2.39.5-0+deb12u3',
  needs: ['build-essential', 'libcurl4-openssl-dev', 'libssl-dev', 'zlib1g-dev'],
  build: [
    [
      'make',
      '-j2',
      'git',
      'git-remote-http',
      'git-remote-https',
      'NO_GETTEXT=1',
      'NO_TCLTK=1',
      'NO_PERL=1',
      'NO_PYTHON=1',
      'CFLAGS=-O0',
    ],
  ],
} as const satisfies Install
const grpcWheel = { from: 'pip', package: 'grpcio==1.84.0' } as const satisfies Install

const openssl = (): Program | null => found('openssl', ['version'], /^(OpenSSL \S+)/)
const libcurl = (): Program | null => found('curl', ['--version'], /\s(libcurl\/\S+)/)

/** With the libraries of the system that it is linked to, of which only the system's own programs tell the release. */
function linked(program: Program | null, libraries: readonly (() => Program | null)[]): Program | null {
  if (program === null) return null
  const names = libraries.map((find) => find()?.version.replace('/', ' ') ?? 'a library that is not told')
  return { ...program, version: `${program.version} (${names.join(', ')})` }
}

const wget: OracleClient = {
  id: 'wget-1.21-openssl',
  profile: 'wget-1.21-openssl',
  find: (folder) =>
    linked(found(join(installed(folder, wgetSource), 'src', 'wget'), ['--version'], /^GNU Wget (1\.21\S*).*\+ssl\/openssl/s), [
      openssl,
    ]),
  install: wgetSource,
  // It has no option that says where a name is.
  skips: ({ host }) => host !== 'localhost' && !isAddress(host),
  ...eachServer({
    command: ({ path }, { port, host, store }) => ({
      argv: [
        path,
        '-4',
        '-nv',
        '--no-proxy',
        '--no-hsts',
        '--tries=1',
        '--timeout=8',
        '-O',
        '/dev/null',
        `--ca-certificate=${store}`,
        '--ca-directory=/nonexistent',
        `https://${host}:${port}/`,
      ],
      // It asks the library's own places too.
      env: { SSL_CERT_FILE: '/nonexistent', SSL_CERT_DIR: '/nonexistent' },
    }),
    // Without `ERROR:` the chain was good, and what is told is the end of the handshake, or the answer of the server.
    read: ({ code, stderr }) =>
      code === 0 || (!/^ERROR:/m.test(stderr) && wentOn(stderr)) || /^\S+ .*ERROR \d{3}/m.test(stderr)
        ? { result: 'A', text: '' }
        : { result: 'R', text: stderr.trim() },
  }),
}

const git: OracleClient = {
  id: 'git-2.39-openssl',
  profile: 'git-2.39-openssl',
  find: (folder) =>
    linked(found(join(installed(folder, gitSource), 'git'), ['--version'], /^git version (2\.39\S*)/), [libcurl, openssl]),
  install: gitSource,
  ...eachServer({
    command: ({ path }, { port, host, store }) => ({
      argv: [
        path,
        `--exec-path=${join(path, '..')}`,
        '-c',
        `http.sslCAInfo=${store}`,
        '-c',
        `http.curloptResolve=${host}:${port}:127.0.0.1`,
        '-c',
        'http.proxy=',
        'ls-remote',
        `https://${host}:${port}/`,
      ],
      env: { GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' },
    }),
    read: ({ stderr }) => {
      const text = stderr.trim()
      if (wentOn(text) || /not valid: is this a git repository/.test(text)) return { result: 'A', text: '' }
      return { result: 'R', text }
    },
  }),
}

/** Commands are not told the folder. */
const wheelHere = installed(oracleFolder, grpcWheel)

const grpc: OracleClient = {
  id: 'grpc-1.84',
  profile: 'grpc-1.84',
  find: (folder) => {
    const wheel = installed(folder, grpcWheel)
    return existsSync(join(wheel, 'grpc')) ? found('python3', ['-c', versionOf(wheel)], /^(1\.84\.\S+)/) : null
  },
  install: grpcWheel,
  // Without it the handshake ends before the name is compared.
  protocol: 'h2',
  ...eachServer({
    command: ({ path }, { port, host, store }) => ({
      argv: [path, '-I', sourceFile('tools/oracle/native/connect-grpc.py'), String(port), host, store, wheelHere],
      env: { GRPC_ENFORCE_ALPN_CHECK: 'false' },
    }),
    read: ({ stdout }) => {
      const text = stdout.trim().replace(' | ', ': ')
      // The server speaks no HTTP/2: the chain was good enough to find that out.
      return /Failed parsing HTTP\/2|missing selected ALPN/.test(text) ? { result: 'A', text: '' } : { result: 'R', text }
    },
  }),
}
const versionOf = (wheel: string): string =>
  `import sys; sys.path.insert(0, ${JSON.stringify(wheel)}); import grpc; print(grpc.__version__)`

/** Programs that no package has as they are wanted here: wget and git with OpenSSL, and gRPC, whose wheel brings BoringSSL. */
export const opensslPrograms: readonly OracleClient[] = [wget, git, grpc]
