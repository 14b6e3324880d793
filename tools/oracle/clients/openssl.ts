import type { Answer, OracleClient, Ran } from '../client.ts'
import { onDebian13 } from './debian-13.ts'
import { eachServer } from './each-server.ts'
import { found, isAddress, wentOn } from './found.ts'

const find = () => found('openssl', ['version'], /^OpenSSL (3\.0\.\d+)/)

const named = (host: string): readonly string[] => [isAddress(host) ? '-verify_ip' : '-verify_hostname', host]

function verify(variant: string, options: readonly string[]): OracleClient {
  return {
    id: `openssl-verify-3.0${variant}`,
    profile: `openssl-verify-3.0${variant}`,
    find,
    about: 'files',
    clock: 'own',
    ask: {
      kind: 'each',
      command: ({ path }, { at, store, target, rest, host }) => ({
        argv: [
          path,
          'verify',
          '-attime',
          String(at),
          '-no-CApath',
          '-no-CAstore',
          '-CAfile',
          store,
          '-purpose',
          'sslserver',
          ...(rest === null ? [] : ['-untrusted', rest]),
          ...named(host),
          ...options,
          target,
        ],
        env: { OPENSSL_CONF: '/dev/null' },
      }),
      read: ({ stdout, stderr }): Answer => {
        if (/: OK$/m.test(stdout)) return { result: 'A', text: '' }
        const line = /^error \d+ at -?\d+ depth lookup.*$/m.exec(stderr)?.[0]
        return line === undefined ? { result: 'n', text: stderr.slice(0, 200) } : { result: 'R', text: line }
      },
    },
  }
}

function readClient({ stdout, stderr }: Ran): Answer {
  const text = `${stderr}\n${stdout}`
  const error = /^verify error:.*$/m.exec(text)?.[0]
  const end = /^\s*(Verify return code: .*)$/m.exec(text)?.[1]
  if (error !== undefined) return { result: 'R', text: [error, ...(end === undefined ? [] : [end])].join('\n') }
  const fault = text.split('\n').find((line) => line.includes(':error:') && !wentOn(line))
  if (fault !== undefined) return { result: 'R', text: fault.replace(/^[0-9A-F]+:/, '') }
  if (wentOn(text) || end?.startsWith('Verify return code: 0 ') === true) return { result: 'A', text: '' }
  return { result: 'n', text: text.slice(0, 300) }
}

const sClient: OracleClient = {
  id: 'openssl-s_client-3.0',
  profile: 'openssl-s_client-3.0',
  find,
  ...eachServer({
    command: ({ path }, { port, host, store }) => ({
      argv: [
        path,
        's_client',
        '-connect',
        `127.0.0.1:${port}`,
        '-no-CApath',
        '-no-CAstore',
        '-CAfile',
        store,
        '-verify_return_error',
        ...(isAddress(host) ? ['-noservername'] : ['-servername', host]),
        ...named(host),
      ],
    }),
    read: readClient,
  }),
}

const newer = (client: OracleClient): OracleClient =>
  onDebian13(client, client.id.replace('3.0', '3.5'), 'openssl', ['version'], /^OpenSSL (3\.5\.\d+)/)
const plain = verify('', [])

/** OpenSSL's own programs. */
export const openssl: readonly OracleClient[] = [
  plain,
  verify('-strict', ['-x509_strict']),
  verify('-partial', ['-partial_chain']),
  sClient,
  newer(plain),
  newer(sClient),
]
