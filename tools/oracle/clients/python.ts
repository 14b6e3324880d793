import { homedir } from 'node:os'
import { join } from 'node:path'
import type { OracleClient } from '../client.ts'
import { sourceFile } from '../fuzz/sources.ts'
import { onDebian13 } from './debian-13.ts'
import { eachServer } from './each-server.ts'
import { found } from './found.ts'
import { readConnect } from './node.ts'

const version = ['-c', 'import sys, ssl; print("%s with %s" % (sys.version.split()[0], ssl.OPENSSL_VERSION))']

const python = (release: string, isolated = '-I'): OracleClient => ({
  id: `python-${release}`,
  profile: `python-${release}`,
  find: () => {
    const pattern = new RegExp(`^(${release.replace('.', '\\.')}\\..*)`)
    return found(`/usr/bin/python${release}`, version, pattern) ?? found('python3', version, pattern)
  },
  install: { from: 'apt', packages: ['python3'] },
  ...eachServer({
    command: ({ path }, { port, host, store }) => ({
      argv: [path, isolated, sourceFile('tools/oracle/native/connect.py'), String(port), host, store],
    }),
    read: readConnect,
  }),
})

/** What pyenv built against the system's OpenSSL 3; nothing installs it. Up to 3.10 a profile of its own tells it from the shipped one. */
function fromPyenv(patch: string): OracleClient {
  const release = patch.replace(/\.\d+$/, '')
  const { install: _install, ...rest } = python(release, release === '2.7' ? '-E' : '-I')
  const id = release === '3.12' ? rest.id : `${rest.id}-openssl3`
  const path = join(homedir(), '.pyenv', 'versions', patch, 'bin', 'python')
  return {
    ...rest,
    id,
    profile: id,
    find: () => found(path, version, new RegExp(`^(${patch.replaceAll('.', '\\.')} with OpenSSL 3\\..*)`)),
  }
}

/** Debian 13's, where the machine is no Debian 13. */
function onDebian(release: string): OracleClient {
  const own = python(release)
  const there = onDebian13(
    own,
    own.id,
    `/usr/bin/python${release}`,
    version,
    new RegExp(`^(${release.replace('.', '\\.')}\\..*)`),
  )
  return { ...there, find: (folder) => own.find(folder) ?? there.find(folder) }
}

/** CPython's ssl with its default context. */
export const pythons: readonly OracleClient[] = [
  python('3.9'),
  python('3.11'),
  onDebian('3.13'),
  python('3.14'),
  ...['2.7.18', '3.6.15', '3.7.16', '3.8.18', '3.9.18', '3.10.13', '3.12.1'].map(fromPyenv),
]
