import type { FailureCode } from '../model/failure.ts'
import type { PathTreeNode } from '../model/report.ts'
import type { Sha256 } from '../model/sha256.ts'
import { type Complaint, complaintsOf } from './complaints.ts'
import type { PhrasedFailure } from './failure-phrase.ts'
import type { Seat } from './seats.ts'
import { validity, type View } from './view.ts'

/** A fault, and how many of those that reject it holds for. */
export interface Fault extends PhrasedFailure {
  readonly count: number
}

const trust: readonly FailureCode[] = [
  'issuer-not-found',
  'target-unverified',
  'path-not-found',
  'self-signed-target',
  'self-signed-in-chain',
]
const dates: readonly FailureCode[] = ['expired', 'not-yet-valid']
const identity: readonly FailureCode[] = ['host-mismatch', 'ip-mismatch', 'host-in-common-name-only', 'host-no-names']
const kinds = [trust, dates, identity]

/**
 * What is wrong beside the commonest complaint, as far as mending that alone would leave it. A client stops at the first of its checks that fails, and
 * the order of the checks is another in each: of an expired certificate of an unknown authority curl names the authority and Go the date. Counted are the
 * dates of the server's certificate and its names, which are the same for every client, and whether its authority is in the store, which is not. Empty
 * where the complaint is alone, where servers sent several certificates, and where the clock is what is suspected (RC106).
 */
export function faultsBeside(view: View, first: Complaint, rejecting: readonly Seat[]): readonly Fault[] {
  const chains = rejecting.flatMap(({ results }) => results.flatMap((r) => (r.verdict.kind === 'rejected' ? [r.chain] : [])))
  const sent = view.report.chains.filter(({ id }) => chains.includes(id))
  const [target, ...others] = new Set(sent.flatMap(({ certificates }) => certificates.slice(0, 1)))
  if (target === undefined || others.length > 0 || view.report.findings.some(({ code }) => code === 'RC106')) return []
  const own = kinds.find((codes) => codes.includes(first.code))
  // A date of another certificate than the server's is a fault of its own.
  const isOwn = (codes: readonly FailureCode[]): boolean => codes === own && (codes !== dates || first.certificate === target)
  // What else is wrong with a chain some clients call a missing issuer: there it is no fault of its own.
  const lacking = own === undefined ? null : untrusted(view, sent, rejecting)
  return [dated(view, target, rejecting), named(rejecting), lacking].flatMap((fault) =>
    fault === null || kinds.some((codes) => codes.includes(fault.code) && isOwn(codes)) ? [] : [fault],
  )
}

function dated(view: View, target: Sha256, { length }: readonly Seat[]): Fault | null {
  const state = validity(view, target)
  return state === 'valid' ? null : { code: state, certificate: target, count: length }
}

function named(rejecting: readonly Seat[]): Fault | null {
  const told = complaintsOf(rejecting).find(({ code }) => identity.includes(code))
  return told === undefined ? null : { ...told, count: rejecting.length }
}

/** Clients say so, or nothing in the store stands above what was sent. */
function untrusted(view: View, sent: View['report']['chains'], rejecting: readonly Seat[]): Fault | null {
  const trees = view.report.trees.filter(({ chain }) => sent.some(({ id }) => id === chain))
  const complaint = complaintsOf(rejecting).find(({ code }) => trust.includes(code))
  const lacking = rejecting.filter(
    (seat) =>
      complaint?.seats.includes(seat) === true || (trees.length > 0 && trees.every(({ root }) => !reaches(root, seat.store))),
  )
  const fault = complaint ?? lackingAbove(view, trees[0]?.root)
  return fault === null || lacking.length === 0 ? null : { ...fault, count: lacking.length }
}

const reaches = (node: PathTreeNode, store: string): boolean =>
  node.stores.includes(store) || node.issuers.some((issuer) => reaches(issuer, store))

/** What the uppermost certificate lacks that is known: an issuer, or to be in the store. `null`: one of that name is there, with another key. */
function lackingAbove(view: View, node: PathTreeNode | undefined): PhrasedFailure | null {
  if (node === undefined) return null
  const [issuer] = node.issuers
  if (issuer !== undefined) return lackingAbove(view, issuer)
  const { certificate, namesakes } = node
  if (namesakes.length > 0) return null
  const isRoot = view.names.summary(certificate)?.selfIssued === true
  const isTarget = view.names.role(certificate) === 'target'
  return { code: isRoot ? (isTarget ? 'self-signed-target' : 'self-signed-in-chain') : 'issuer-not-found', certificate }
}
