import type { Workshop } from '../graph/world.ts'
import type { Authenticity } from '../model/authenticity.ts'
import type { Certificate } from '../model/certificate.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Sha256 } from '../model/sha256.ts'
import { programmeData } from '../programmes/cached-content.ts'
import { authenticate } from '../roots/authenticity/authenticate.ts'
import { loadRoots } from '../roots/load.ts'
import { certificateReader, evidenceSources, poolWithTable, publishedSources } from './candidate-sources.ts'
import type { Context } from './context.ts'
import { evidenceStores } from './evidence-stores.ts'
import { knowledgeOf } from './knowledge.ts'

/**
 * Weighs certificates of the evidence by the written rule (`roots/authenticity/authenticate.ts`): by the product's own table, by what is
 * in the user's cache of what programmes publish, and by the stores of the evidence. `null`: the evidence does not hold it.
 */
export async function weigher(
  evidence: Evidence,
  shop: Workshop,
  { host, now }: Pick<Context, 'host' | 'now'>,
): Promise<(sha256: Sha256) => Authenticity | null> {
  const [table, published] = await Promise.all([loadRoots(), programmeData(host, now)])
  const held = (sha256: Sha256): Certificate | null => {
    const [base64, packed] = [evidence.certs[sha256], evidence.anchors?.[sha256]]
    if (base64 !== undefined) return shop.certificate(sha256, base64)
    return packed === undefined ? null : shop.anchor(packed)
  }
  const read = certificateReader()
  const sources = [...evidenceSources(evidence, read), ...publishedSources(published, read)]
  const stores = evidenceStores(evidence, held)
  return (sha256) => {
    const certificate = held(sha256)
    if (certificate === null) return null
    const pool = poolWithTable(sources, table, [certificate])
    return authenticate(certificate, knowledgeOf({ now, table, published, pool, stores, ownFingerprint: null })).verdict
  }
}
