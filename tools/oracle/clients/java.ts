import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { OracleClient, Program } from '../client.ts'
import { sourceFile } from '../fuzz/sources.ts'
import { inRoot } from '../own-root.ts'
import { clientEnvironment } from '../run-command.ts'
import { debian13Java, rootOf } from './debian-13.ts'
import { found, wentOn } from './found.ts'

const client = (release: string, install: NonNullable<OracleClient['install']>, compiler: OracleClient['find']): OracleClient => {
  const classes = (folder: string): string => join(folder, `java-${release}`)
  return {
    id: `java-${release}`,
    profile: `java-${release}`,
    find: (folder) => {
      const program = compiler(folder)
      if (program?.version.startsWith(`${release}.`) !== true) return null
      compile(program, classes(folder))
      return { ...program, path: 'java' }
    },
    install,
    about: 'server',
    clock: 'faketime',
    ask: {
      kind: 'all',
      command: ({ path }, folder) => ({ argv: [path, '-XX:+UseSerialGC', '-cp', classes(folder), 'Connect'] }),
      line: ({ port, host, store }) => `${port}\t${host}\t${store}`,
      read: (line) => {
        if (line.startsWith('ACCEPT') || wentOn(line)) return { result: 'A', text: '' }
        return line.startsWith('REJECT') ? { result: 'R', text: line } : { result: 'n', text: line }
      },
    },
  }
}

function compile({ path, root }: Program, classes: string): void {
  const source = sourceFile('tools/oracle/native/Connect.java')
  const env = clientEnvironment(tmpdir(), null)
  const argv = [path, '-d', classes, source]
  mkdirSync(classes, { recursive: true })
  const [program = '', ...args] = root === undefined ? argv : inRoot(root, [classes, dirname(source)], { argv, env }).argv
  execFileSync(program, args, { env, timeout: 60_000 })
}

const pattern = /javac (\S+)/

/** Java's default trust manager in a handshake: one machine for all cases, for under libfaketime it takes seconds to start. */
export const java: readonly OracleClient[] = [
  client('17', { from: 'apt', packages: ['openjdk-17-jdk-headless'] }, () => found('javac', ['--version'], pattern)),
  ...(['21', '25'] as const).map((release) =>
    client(release, debian13Java(release), (folder) => {
      const root = rootOf(folder, debian13Java(release))
      return root === null ? null : found('javac', ['--version'], pattern, root)
    }),
  ),
]
