import type { Certificate } from '../model/certificate.ts'
import { isSelfIssued, namesChain } from './issuers.ts'
import type { ObservedChain, World } from './world.ts'

/**
 * The certificate with which a chain is meant to begin (RFC 8446 §4.4.2: the sender's own comes first). That is the first, unless
 * it certifies another of the chain, as where files were put together from the root down: then the lower end of that path.
 * `undefined`: the chain is empty.
 */
export function intendedTarget(world: World, chain: ObservedChain): Certificate | undefined {
  const { sent } = chain
  let [target] = sent
  const seen = new Set<Certificate>()
  while (target !== undefined && !seen.has(target)) {
    seen.add(target)
    const issuer: Certificate = target
    target = sent.find((c) => !seen.has(c) && isIssued(world, chain, c, issuer)) ?? target
  }
  return target
}

const isIssued = (world: World, chain: ObservedChain, child: Certificate, issuer: Certificate): boolean =>
  !isSelfIssued(child) && namesChain(child, issuer, 'canonical') && world.graph(chain).signed(child, issuer) === 'valid'
