import { isoTime, type UnixSeconds } from '../model/time.ts'

/** What authorities that the program knows by itself make of a chain. */
export type ChainJudgement =
  | { readonly kind: 'good' }
  /** Good at another time: the server's certificate has run out or is not valid yet, or the clock is wrong. First and last second. */
  | { readonly kind: 'other-time'; readonly notBefore: UnixSeconds; readonly notAfter: UnixSeconds }
  /** It leads to a known authority, and is for somebody else. */
  | { readonly kind: 'other-name' }
  /** It leads to no authority that is known. `issuer`: whom the last certificate names, for the reader. */
  | { readonly kind: 'unknown'; readonly issuer: string }

/** Judges a chain (DER, target first) for a host at an instant. */
export type ChainJudge = (chain: readonly Uint8Array[], host: string, at: UnixSeconds) => ChainJudgement

/** Why a chain was not believed, in words. */
export function wordsOfJudgement(
  judgement: Exclude<ChainJudgement, { readonly kind: 'good' }>,
  host: string,
  at: UnixSeconds,
): { readonly reason: 'forged' | 'clock' | 'wrong-name'; readonly why: string } {
  switch (judgement.kind) {
    case 'other-time': {
      const { notBefore, notAfter } = judgement
      const clock = `this machine's clock says ${isoTime(at)}`
      return {
        reason: 'clock',
        why: `the certificate of ${host} is good from ${isoTime(notBefore)} to ${isoTime(notAfter)}, and ${clock}: the clock is wrong, or the certificate is not in force (rootcause doctor --online compares the clock)`,
      }
    }
    case 'other-name':
      return { reason: 'wrong-name', why: `whoever answers for ${host} shows a certificate for another name` }
    case 'unknown':
      return {
        reason: 'forged',
        why: `whoever answers for ${host} shows a certificate that no authority known to this program has issued${judgement.issuer === '' ? '' : ` (it names ${judgement.issuer})`}: something on the way answers in its place, such as a proxy that signs anew`,
      }
  }
}
