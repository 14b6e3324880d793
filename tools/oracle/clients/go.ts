import type { OracleClient } from '../client.ts'
import { built } from '../fuzz/build.ts'
import { sourceFile } from '../fuzz/sources.ts'
import { found } from './found.ts'
import { readConnect } from './node.ts'

/** crypto/tls; libfaketime does not reach Go, which reads the clock without the C library. */
export const go: readonly OracleClient[] = [
  {
    id: 'go-1.19',
    profile: 'go-1.19',
    find: (folder) => {
      const program = found('go', ['version'], /go(1\.19\.\d+)/)
      if (program === null) return null
      const source = sourceFile('tools/oracle/native/connect.go')
      return { ...program, path: built(folder, source, (out) => ['go', 'build', '-o', out, source]) }
    },
    install: { from: 'apt', packages: ['golang-go'] },
    about: 'server',
    clock: 'own',
    ask: {
      kind: 'each',
      command: ({ path }, { port, host, store, at }) => ({ argv: [path, String(port), host, store, String(at)] }),
      read: readConnect,
    },
  },
]
