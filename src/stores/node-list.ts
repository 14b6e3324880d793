import { printedList } from './shared/printed-list.ts'
import type { Store } from './store.ts'

/** The list of authorities that is compiled into another Node than the one that runs this: `node:/usr/bin/node`. */
export const nodeList: Store = printedList({
  prefix: 'node:',
  title: 'the list that is compiled into the Node at a path: node:/usr/local/bin/node',
  args: ['-p', 'require("tls").rootCertificates.join("\\n")'],
  env: {},
  since: 'Node 12.3',
})
