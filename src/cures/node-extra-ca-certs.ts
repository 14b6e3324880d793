import { isOf } from './shared/served.ts'
import { variableCure } from './shared/variable-cure.ts'

/** Node, what runs on it, Bun, and Deno from 2.8: NODE_EXTRA_CA_CERTS adds a file (Node: doc/api/cli.md; observed, see runtimes/shared/node-trust). */
export const nodeExtraCaCerts = variableCure({
  id: 'node-extra-ca-certs',
  title: 'NODE_EXTRA_CA_CERTS',
  name: 'NODE_EXTRA_CA_CERTS',
  owner: 'user',
  tried: 'real-tool',
  reaches: isOf('node', 'npm', 'yarn', 'bun', 'deno', 'electron'),
  effect: 'adds',
  notes: ['Node reads it when it starts, and never again.'],
})
