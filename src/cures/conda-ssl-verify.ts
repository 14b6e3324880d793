import { bundleCure, filesAlone } from './shared/bundle-cure.ts'
import { condaLine } from './shared/conda-line.ts'
import { isOf } from './shared/served.ts'

/** conda: `ssl_verify` with a path in the user's .condarc (conda documentation: Settings, ssl_verify). */
export const condaSslVerify = bundleCure({
  id: 'conda-ssl-verify',
  title: "conda's ssl_verify",
  owner: 'user',
  scope: 'user',
  tried: 'documented',
  reaches: isOf('conda'),
  effect: 'replaces',
  set: (host, path) => filesAlone(condaLine(host, JSON.stringify(path), 'conda verifies with this file.')),
  notes: ["conda's solver has a TLS library of its own, which is not reached."],
})
