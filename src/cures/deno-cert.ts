import { bundleCure } from './shared/bundle-cure.ts'
import { isOf } from './shared/served.ts'
import { userVariable } from './shared/user-variable.ts'

/**
 * Deno: DENO_CERT adds one file to the lists that it asks (Deno: cli/args/mod.rs; observed, see runtimes/deno). For where the system's store
 * lacks what is missing too, and before 2.8, which knows no NODE_EXTRA_CA_CERTS. It takes one file: what one that is named already holds goes into ours.
 */
export const denoCert = bundleCure({
  id: 'deno-cert',
  title: "Deno's DENO_CERT",
  owner: 'user',
  scope: 'user',
  tried: 'real-tool',
  reaches: isOf('deno'),
  effect: 'adds',
  named: (host) => host.env['DENO_CERT'] ?? '',
  set: (host, path) => {
    // A reader on Windows would have to make the file first; the switch to the system's store is for there.
    if (host.platform === 'win32') return null
    const why = 'DENO_CERT adds the file to the lists of every Deno that starts after it.'
    return userVariable(host, { name: 'DENO_CERT', value: path, isAppended: false, why })
  },
  notes: ['While NODE_EXTRA_CA_CERTS is set too, node:https in Deno takes that one alone.'],
})
