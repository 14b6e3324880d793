import { isAtLeast } from '../runtimes/shared/release-order.ts'
import { isOf } from './shared/served.ts'
import { switchCure } from './shared/switch-cure.ts'
import { userVariable } from './shared/user-variable.ts'

const isNode = isOf('node', 'npm', 'yarn')

/**
 * Node's own switch to the system's store, in NODE_OPTIONS: from 22.15 and 23.9, on Windows and macOS 23.8 (Node: doc/api/cli.md; observed,
 * see runtimes/shared/node-trust). A Node that does not know the flag does not start with it, so all that need it must.
 */
export const nodeUseSystemCa = switchCure({
  id: 'node-use-system-ca',
  title: "Node's --use-system-ca",
  owner: 'runtime',
  scope: 'user',
  tried: 'real-tool',
  // npm and Yarn are scripts of a Node: their own release says nothing of it, their client does.
  reaches: (asking) => isNode(asking) && knowsSwitch(/^node-(\d+(?:\.\d+)*)/.exec(asking.installation.client ?? '')?.[1] ?? null),
  set: (host) =>
    userVariable(host, {
      name: 'NODE_OPTIONS',
      value: '--use-system-ca',
      isAppended: true,
      why: "Every Node of this user that starts after it asks the system's store beside its own list.",
    }),
  notes: ['A Node older than 22.15 does not start while NODE_OPTIONS holds --use-system-ca.'],
})

const knowsSwitch = (version: string | null): boolean =>
  isAtLeast(version, '23.9.0') || (version?.startsWith('22.') === true && isAtLeast(version, '22.15.0'))
