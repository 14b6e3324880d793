import { isOf } from './shared/served.ts'
import { switchCure } from './shared/switch-cure.ts'
import { userVariable } from './shared/user-variable.ts'

/** Deno's own switch to the system's store beside its list: DENO_TLS_CA_STORE (Deno: cli/args/mod.rs; observed, see runtimes/deno). */
export const denoSystemStore = switchCure({
  id: 'deno-system-store',
  title: "Deno's DENO_TLS_CA_STORE",
  owner: 'runtime',
  scope: 'user',
  tried: 'real-tool',
  reaches: isOf('deno'),
  set: (host) =>
    userVariable(host, {
      name: 'DENO_TLS_CA_STORE',
      value: 'mozilla,system',
      isAppended: false,
      why: "Deno asks the system's store beside its own list.",
    }),
  notes: [],
})
