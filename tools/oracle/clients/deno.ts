import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OracleClient } from '../client.ts'
import { sourceFile } from '../fuzz/sources.ts'
import { eachServer } from './each-server.ts'
import { found, inPackage } from './found.ts'
import { readConnect } from './node.ts'

function release(version: string): OracleClient {
  const id = `deno-${version.replace(/\.\d+$/, '')}`
  const package_ = `@deno/linux-x64-glibc@${version}`
  return {
    id,
    profile: `deno-${version}`,
    find: (folder) => {
      const path = inPackage(folder, package_, 'deno')
      return path === null ? null : found(path, ['--version'], /^deno (\S+)/)
    },
    install: { from: 'npm', package: package_ },
    ...eachServer({
      command: ({ path }, { port, host, store }) => ({
        argv: [
          path,
          'run',
          '--quiet',
          '--no-lock',
          '--no-config',
          '--allow-all',
          sourceFile('tools/oracle/native/connect-deno.js'),
          String(port),
          host,
          store,
        ],
        env: { DENO_NO_UPDATE_CHECK: '1', DENO_DIR: join(tmpdir(), 'rootcause-oracle', 'deno') },
      }),
      read: readConnect,
    }),
  }
}

/**
 * Deno: rustls with webpki, the last release of each set of signatures that it computes. Its own roots are trusted beside those of a
 * case, which makes no difference here.
 */
export const deno: readonly OracleClient[] = ['2.3.6', '2.7.13', '2.9.6'].map(release)
