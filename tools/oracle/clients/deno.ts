import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OracleClient } from '../client.ts'
import { sourceFile } from '../fuzz/sources.ts'
import { found, inPackage } from './found.ts'
import { readConnect } from './node.ts'

const package_ = '@deno/linux-x64-glibc@2.9.6'

/** Deno: rustls with webpki. Its own roots are trusted beside those of a case, which makes no difference here. */
export const deno: readonly OracleClient[] = [
  {
    id: 'deno-2.9',
    profile: 'deno-2.9',
    find: (folder) => {
      const path = inPackage(folder, package_, 'deno')
      return path === null ? null : found(path, ['--version'], /^deno (\S+)/)
    },
    install: { from: 'npm', package: package_ },
    about: 'server',
    clock: 'faketime',
    ask: {
      kind: 'each',
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
    },
  },
]
