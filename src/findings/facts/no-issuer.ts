import type { FailureCode } from '../../model/failure.ts'
import type { ObservedChain } from '../../graph/world.ts'
import type { Situation } from '../../validation/proof.ts'
import { failuresOf, type Rejection, rejections } from './rejections.ts'

/** The ways in which clients say that they found no way to an anchor. */
export const noIssuerCodes: readonly FailureCode[] = [
  'issuer-not-found',
  'issuer-of-anchor-not-found',
  'target-unverified',
  'path-not-found',
  'name-chaining',
  'self-signed-in-chain',
  'self-signed-target',
]

/** Rejections of one chain for want of an issuer. */
export const withoutIssuer = (situation: Situation, chain: ObservedChain): readonly Rejection[] =>
  rejections(situation).filter(
    (r) => r.judgement.chain === chain && failuresOf(r).some(({ code }) => noIssuerCodes.includes(code)),
  )
