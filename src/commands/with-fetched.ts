import { cacheFolder, fetchedCache, noCache } from '../fetch/fetched-cache.ts'
import { type FetchLimits, mostOctets } from '../fetch/fetch-certificates.ts'
import { missingIssuers } from '../fetch/missing-issuers.ts'
import type { Evidence } from '../model/evidence.ts'
import { reach } from '../findings/facts/reach.ts'
import { type Workshop, type World, world as worldOf } from '../graph/world.ts'
import type { Certificate } from '../model/certificate.ts'
import { encodeBase64 } from '../x509/base64.ts'
import type { Context } from './context.ts'

/** The evidence with the issuers that nobody sent, as far as their addresses serve them; each host that was contacted is listed. */
export async function withFetched(
  evidence: Evidence,
  shop: Workshop,
  asked: Pick<FetchLimits, 'allowPrivate' | 'timeoutMs'>,
  { host, now }: Context,
): Promise<Evidence> {
  const world = worldOf(evidence, shop)
  const folder = cacheFolder(host)
  const tops = new Set(world.chains.flatMap((chain) => reach(world, chain).tops))
  const { fetched, failed, contacted } = await missingIssuers([...tops], {
    limits: { ...asked, maxOctets: mostOctets },
    cache: folder === null ? noCache : fetchedCache(folder, now),
    verify: shop.verify,
    isIssued: (certificate) => isHeldEverywhere(world, certificate),
  })
  return {
    ...evidence,
    certs: {
      ...evidence.certs,
      ...Object.fromEntries(fetched.map(({ certificate: { sha256, der } }) => [sha256, encodeBase64(der)])),
    },
    fetched: fetched.map(({ certificate: { sha256 }, from, by }) => ({ sha256, from, by })),
    unfetched: failed,
    contacted: [...evidence.contacted, ...contacted.map((who) => `issuer ${who}`)],
  }
}

/** Whether every store that could be read has somebody of the issuer's name: a client then asks nobody. */
function isHeldEverywhere({ stores }: World, { issuer }: Certificate): boolean {
  const read = [...stores.values()].filter((s) => s.unreadable === null)
  return read.length > 0 && read.every((s) => s.bySubject.has(issuer.canonical))
}
