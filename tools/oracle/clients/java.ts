import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OracleClient } from '../client.ts'
import { sourceFile } from '../fuzz/sources.ts'
import { clientEnvironment } from '../run-command.ts'
import { found, wentOn } from './found.ts'

/** Java's default trust manager in a handshake: one machine for all cases, for under libfaketime it takes seconds to start. */
export const java: readonly OracleClient[] = [
  {
    id: 'java-17',
    profile: 'java-17',
    find: (folder) => {
      const program = found('javac', ['--version'], /javac (17\.\S+)/)
      if (program === null) return null
      const classes = join(folder, 'java')
      mkdirSync(classes, { recursive: true })
      execFileSync('javac', ['-d', classes, sourceFile('tools/oracle/native/Connect.java')], {
        env: clientEnvironment(tmpdir(), null),
        timeout: 60_000,
      })
      return { ...program, path: 'java' }
    },
    install: { from: 'apt', packages: ['openjdk-17-jdk-headless'] },
    about: 'server',
    clock: 'faketime',
    ask: {
      kind: 'all',
      command: ({ path }, folder) => ({ argv: [path, '-XX:+UseSerialGC', '-cp', join(folder, 'java'), 'Connect'] }),
      line: ({ port, host, store }) => `${port}\t${host}\t${store}`,
      read: (line) => {
        if (line.startsWith('ACCEPT') || wentOn(line)) return { result: 'A', text: '' }
        return line.startsWith('REJECT') ? { result: 'R', text: line } : { result: 'n', text: line }
      },
    },
  },
]
