import type { OracleClient } from '../client.ts'
import { sourceFile } from '../fuzz/sources.ts'
import { found } from './found.ts'
import { readConnect } from './node.ts'

const version = ['-c', 'import sys, ssl; print(sys.version.split()[0], "with", ssl.OPENSSL_VERSION)']

const python = (release: string): OracleClient => ({
  id: `python-${release}`,
  profile: `python-${release}`,
  find: () => {
    const pattern = new RegExp(`^(${release.replace('.', '\\.')}\\..*)`)
    return found(`/usr/bin/python${release}`, version, pattern) ?? found('python3', version, pattern)
  },
  install: { from: 'apt', packages: ['python3'] },
  about: 'server',
  clock: 'faketime',
  ask: {
    kind: 'each',
    command: ({ path }, { port, host, store }) => ({
      argv: [path, '-I', sourceFile('tools/oracle/native/connect.py'), String(port), host, store],
    }),
    read: readConnect,
  },
})

/** CPython's ssl with its default context. */
export const pythons: readonly OracleClient[] = ['3.9', '3.11', '3.13', '3.14'].map(python)
