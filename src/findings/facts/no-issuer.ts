import { noIssuerCodes } from '../../model/failure.ts'
import type { ObservedChain } from '../../graph/world.ts'
import type { Situation } from '../../validation/proof.ts'
import { failuresOf, type Rejection, rejections } from './rejections.ts'

/** Rejections of one chain for want of an issuer. */
export const withoutIssuer = (situation: Situation, chain: ObservedChain): readonly Rejection[] =>
  rejections(situation).filter(
    (r) => r.judgement.chain === chain && failuresOf(r).some(({ code }) => noIssuerCodes.includes(code)),
  )
