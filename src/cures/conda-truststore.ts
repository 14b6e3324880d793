import { filesAlone } from './shared/bundle-cure.ts'
import { condaLine } from './shared/conda-line.ts'
import { isOf } from './shared/served.ts'
import { switchCure } from './shared/switch-cure.ts'

/**
 * conda: `ssl_verify: truststore` in the user's .condarc, by which it asks the system's store, and certifi as before (from release 23.9 on, with
 * Python 3.10 and later). An older conda takes the word for a path: the runtime says so, and nothing is proposed.
 */
export const condaTruststore = switchCure({
  id: 'conda-truststore',
  title: "conda's ssl_verify: truststore",
  owner: 'runtime',
  scope: 'user',
  tried: 'real-tool',
  reaches: isOf('conda'),
  set: (host) => filesAlone(condaLine(host, 'truststore', "conda asks the system's store beside its own list.")),
  notes: [],
})
