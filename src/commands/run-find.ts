import { diagnose } from '../diagnose.ts'
import { type Workshop, workshop } from '../graph/world.ts'
import { oneLook } from '../host/one-look.ts'
import { nodeSignatureVerifier } from '../host/node-signature-verifier.ts'
import type { Certificate } from '../model/certificate.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Fault } from '../model/fault.ts'
import type { FoundReport } from '../model/found.ts'
import { faultsOf } from '../report/faults-of.ts'
import { isUsable } from '../report/found/refused.ts'
import { commonNames, formatName } from '../x509/name.ts'
import type { Context } from './context.ts'
import type { FindFlags } from './find-flags.ts'
import { findCertificates, findMissing, lookThrough } from './find-missing.ts'
import { requireLocatable } from './require-locatable.ts'
import { observeFurther } from './observe-further.ts'
import { observe } from './observe.ts'
import { optionsOf } from './run-check.ts'
import { typedAgain } from './typed-again.ts'
import { withoutUserInfo } from './without-user-info.ts'
import { writeFound } from './write-found.ts'

/** Runs `rootcause find`; sets the exit code of the context. */
export async function runFind(this: Context, flags: FindFlags, target: string): Promise<void> {
  requireLocatable(flags)
  // Nothing is changed from here on: what this machine has is read once.
  const context = { ...this, host: oneLook(this.host) }
  const isMeant = certificateAsked(target, context)
  const report = await (isMeant === null
    ? forTarget(context, flags, withoutUserInfo(target, this.host))
    : forName(context, flags, target, isMeant))
  await writeFound(report, flags.format ?? 'text', this)
  this.process.exitCode = exitCode(report)
}

async function forTarget(context: Context, flags: FindFlags, target: string): Promise<FoundReport> {
  const shop = workshop(nodeSignatureVerifier())
  const options = { ...optionsOf(flags, context), observe: 'none' as const }
  const own = await observe(target, options, context)
  const evidence =
    flags.aia === true ? await observeFurther(own, { aia: true, aiaPrivate: false, clock: false }, shop, context) : own
  const places = await lookThrough(context, flags.root)
  const asked = { now: context.now, shop, ownFingerprint: null }
  const { report } = findMissing(target, evidence, places, asked)
  const explained = (found: FoundReport): FoundReport => ({
    ...found,
    again: typedAgain(target, flags),
    ...(found.rejects === 0 || found.candidates.length > 0 ? {} : { faults: faultsIn(evidence, shop) }),
  })
  if (flags.locate !== true) return explained(report)
  const { locating, withLocated } = await import('./locate.ts')
  const located = await withLocated(places, report, await locating(context, flags.noProxy === true))
  return explained(findMissing(target, evidence, located, asked).report)
}

/** What makes the clients reject, where no certificate was found that cures it. */
function faultsIn(evidence: Evidence, shop: Workshop): readonly Fault[] {
  const report = diagnose(evidence, { verify: nodeSignatureVerifier(), shop })
  return faultsOf(
    report,
    report.results.flatMap((r) => (r.verdict.kind === 'rejected' ? [r.client] : [])),
  )
}

async function forName(
  context: Context,
  { root, locate, noProxy }: FindFlags,
  word: string,
  isMeant: (certificate: Certificate) => boolean,
): Promise<FoundReport> {
  const places = await lookThrough(context, root)
  const report = findCertificates(word, isMeant, places, context.now)
  if (locate !== true) return report
  const { locating, withLocated } = await import('./locate.ts')
  const located = await withLocated(places, report, await locating(context, noProxy === true))
  return findCertificates(word, isMeant, located, context.now)
}

/** Sixty-four hexadecimal digits, as tools print them: in groups, with colons, in any case. */
const fingerprint = /^(?:[0-9a-f]{2}[:\s-]?){32}$/i

/**
 * Which certificates are meant, where the word is no target: a SHA-256, or part of a name. A name has a blank or is no host with a dot;
 * a host without one is given with its port.
 */
function certificateAsked(word: string, { host }: Context): ((certificate: Certificate) => boolean) | null {
  if (word === '-') return null
  if (fingerprint.test(word)) {
    const sha256 = word.replace(/[^0-9a-f]/gi, '').toLowerCase()
    return (c) => c.sha256 === sha256
  }
  if (/[.:/\\[]/.test(word) && !/\s/.test(word)) return null
  if (word === 'localhost' || host.stat(word) !== null) return null
  const wanted = word.toLowerCase()
  return (c) => [...commonNames(c.subject), formatName(c.subject)].some((name) => name.toLowerCase().includes(wanted))
}

/** 0: nothing is missing, or what is missing is authentic; 1: found, and none of it authentic; 4: nothing was found. */
function exitCode({ target, rejects, candidates }: FoundReport): number {
  if (target !== null && rejects === 0) return 0
  if (candidates.length === 0) return 4
  return candidates.some(isUsable) ? 0 : 1
}
