import { isOf } from './shared/served.ts'
import { variableCure } from './shared/variable-cure.ts'

/** REQUESTS_CA_BUNDLE takes the place of certifi in requests and what is built on it (requests: sessions.py, merge_environment_settings). */
export const requestsCaBundle = variableCure({
  id: 'requests-ca-bundle',
  title: 'REQUESTS_CA_BUNDLE',
  name: 'REQUESTS_CA_BUNDLE',
  owner: 'user',
  tried: 'real-tool',
  reaches: isOf('requests', 'pip', 'conda', 'poetry', 'botocore', 'gcloud'),
  effect: 'replaces',
  notes: ['pip and every other program on top of requests verify with this file afterwards.'],
})
