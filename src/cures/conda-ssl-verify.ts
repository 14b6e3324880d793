import { bundleCure, filesAlone } from './shared/bundle-cure.ts'
import { condaLine, yamlPath } from './shared/conda-line.ts'
import { isOf } from './shared/served.ts'

/** conda: `ssl_verify` with a path in the user's .condarc. */
export const condaSslVerify = bundleCure({
  id: 'conda-ssl-verify',
  title: "conda's ssl_verify",
  owner: 'user',
  scope: 'user',
  tried: 'real-tool',
  reaches: isOf('conda'),
  effect: 'replaces',
  set: (host, path) => filesAlone(condaLine(host, yamlPath(path), 'conda verifies with this file.')),
  notes: [],
})
