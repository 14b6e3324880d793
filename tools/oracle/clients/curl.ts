import type { Answer, OracleClient, Ran } from '../client.ts'
import { onDebian13 } from './debian-13.ts'
import { eachServer } from './each-server.ts'
import { found, isAddress, wentOn } from './found.ts'

const readCurl = ({ code, stderr }: Ran): Answer => {
  const text = stderr.split('\n\n')[0]?.trim() ?? ''
  if (code === 0 || wentOn(text)) return { result: 'A', text: '' }
  return { result: 'R', text }
}

const curl: OracleClient = {
  id: 'curl-7.88-openssl',
  profile: 'curl-7.88-openssl',
  find: () => found('curl', ['--version'], /^curl (7\.88\.\d+ .*OpenSSL\/\S+)/),
  install: { from: 'apt', packages: ['curl'] },
  ...eachServer({
    command: ({ path }, { port, host, store }) => ({
      argv: [
        path,
        '-sS',
        '--noproxy',
        '*',
        '--max-time',
        '8',
        '--capath',
        '/nonexistent',
        '--cacert',
        store,
        '-o',
        '/dev/null',
        '--connect-to',
        `::127.0.0.1:${port}`,
        `https://${host}:${port}/`,
      ],
    }),
    read: readCurl,
  }),
}

const wget: OracleClient = {
  id: 'wget-1.21-gnutls',
  profile: 'wget-1.21-gnutls',
  find: () => found('wget', ['--version'], /^GNU Wget (1\.21\S*)/),
  install: { from: 'apt', packages: ['wget'] },
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
    }),
    read: ({ code, stderr }) => (code === 0 || wentOn(stderr) ? { result: 'A', text: '' } : { result: 'R', text: stderr.trim() }),
  }),
}

const git: OracleClient = {
  id: 'git-2.39-gnutls',
  profile: 'git-2.39-gnutls',
  find: () => found('git', ['--version'], /^git version (2\.39\S*)/),
  install: { from: 'apt', packages: ['git'] },
  ...eachServer({
    command: ({ path }, { port, host, store }) => ({
      argv: [
        path,
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
      // libcurl 8 begins every end of a handshake with these words; what tells that the chain was taken stands behind them.
      if (wentOn(text.replace('GnuTLS, handshake failed: ', '')) || /not valid: is this a git repository/.test(text))
        return { result: 'A', text: '' }
      return { result: 'R', text }
    },
  }),
}

/** curl with OpenSSL, wget and git with GnuTLS: as Debian 12 and 13 have them. */
export const curls: readonly OracleClient[] = [
  curl,
  wget,
  git,
  onDebian13(curl, 'curl-8.14-openssl', 'curl', ['--version'], /^curl (8\.14\.\d+ .*OpenSSL\/\S+)/),
  onDebian13(wget, 'wget-1.25-gnutls', 'wget', ['--version'], /^GNU Wget (1\.25\S*)/),
  onDebian13(git, 'git-2.47-gnutls', 'git', ['--version'], /^git version (2\.47\S*)/),
]
