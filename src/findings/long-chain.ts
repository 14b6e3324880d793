import type { FailureCode } from '../model/failure.ts'
import { concern, failuresOf, rejections } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/** Certificates in a chain from which on some client gives up: webpki allows six issuers, Java five intermediates, Mbed TLS eight. */
const many = 7

/** Octets from which on a chain does not fit one TLS record (RFC 8446 §5.1). */
const large = 16_384

/** How clients say that it is more than they take. */
const tooMuch: readonly FailureCode[] = ['chain-too-large', 'chain-too-long', 'path-too-long', 'search-budget-exceeded']

/**
 * RC213: the chain is longer or larger than some clients take.
 * about: the target. params: `certificates`: how many were sent; `octets`: their size together.
 */
export const longChain: FindingRule = (situation) =>
  situation.world.chains.flatMap((chain) => {
    const octets = chain.sent.reduce((sum, c) => sum + c.der.length, 0)
    const [target] = chain.sent
    const explained = rejections(situation).filter(
      (r) => r.judgement.chain === chain && failuresOf(r).some(({ code }) => tooMuch.includes(code)),
    )
    if (target === undefined || (explained.length === 0 && chain.sent.length < many && octets < large)) return []
    return [
      {
        code: 'RC213',
        ...concern(explained),
        about: [target.sha256],
        params: { certificates: String(chain.sent.length), octets: String(octets) },
      },
    ]
  })
