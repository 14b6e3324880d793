import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { OracleClient, Program } from '../client.ts'
import { built, goEnvironment } from '../fuzz/build.ts'
import { sourceFile } from '../fuzz/sources.ts'
import { inRoot } from '../own-root.ts'
import { debian13Go, rootOf } from './debian-13.ts'
import { found } from './found.ts'
import { readConnect } from './node.ts'

const pattern = /go(1\.\d+\.\d+)/

const client = (
  release: string,
  install: NonNullable<OracleClient['install']>,
  compiler: OracleClient['find'],
): OracleClient => ({
  id: `go-${release}`,
  profile: `go-${release}`,
  find: (folder) => {
    const program = compiler(folder)
    return program?.version.startsWith(`${release}.`) ? compiled(program, join(folder, `go-${release}`)) : null
  },
  install,
  about: 'server',
  clock: 'own',
  ask: {
    kind: 'each',
    command: ({ path }, { port, host, store, at }) => ({ argv: [path, String(port), host, store, String(at)] }),
    read: readConnect,
  },
})

/** What it compiles needs no library, so that it runs anywhere. */
function compiled({ version, root }: Program, folder: string): Program {
  const source = sourceFile('tools/oracle/native/connect.go')
  mkdirSync(folder, { recursive: true })
  const path = built(folder, source, (out) => {
    const argv = ['go', 'build', '-o', out, source]
    return root === undefined ? argv : inRoot(root, [folder, dirname(source)], { argv, env: goEnvironment(folder) }).argv
  })
  return { path, version }
}

/** crypto/tls; libfaketime does not reach Go, which reads the clock without the C library. */
export const go: readonly OracleClient[] = [
  client('1.19', { from: 'apt', packages: ['golang-go'] }, () => found('go', ['version'], pattern)),
  client('1.24', debian13Go, (folder) => {
    const root = rootOf(folder, debian13Go)
    return root === null ? null : found('go', ['version'], pattern, root)
  }),
]
