import { printedList } from './shared/printed-list.ts'
import type { Store } from './store.ts'

/** The list of authorities that is compiled into a Bun: `bun:/home/u/.bun/bin/bun`. */
export const bunList: Store = printedList({
  prefix: 'bun:',
  title: 'the list that is compiled into the Bun at a path: bun:/usr/local/bin/bun',
  args: ['-p', 'require("tls").rootCertificates.join("\\n")'],
  // It writes no cache of what it compiled, and reports nothing.
  env: { BUN_RUNTIME_TRANSPILER_CACHE_PATH: '0', DO_NOT_TRACK: '1' },
  since: 'Bun 1.4',
})
