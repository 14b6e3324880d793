import { printedList } from './shared/printed-list.ts'
import type { Store } from './store.ts'

/** The list of authorities (of the crate webpki-roots) that is compiled into a Deno: `deno:/home/u/.deno/bin/deno`. */
export const denoList: Store = printedList({
  prefix: 'deno:',
  title: 'the list that is compiled into the Deno at a path: deno:/usr/local/bin/deno',
  args: [
    'eval',
    '--no-config',
    '--no-lock',
    '--no-remote',
    '--no-npm',
    'import tls from "node:tls";console.log(tls.rootCertificates.join("\\n"))',
  ],
  // Its cache goes to the empty folder that it is started in, and it asks for no newer release.
  env: { DENO_DIR: 'cache', DENO_NO_UPDATE_CHECK: '1' },
  since: 'Deno 2',
})
