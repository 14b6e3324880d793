import { diagnose } from '../diagnose.ts'
import { type Workshop, workshop } from '../graph/world.ts'
import { oneLook } from '../host/one-look.ts'
import { nodeSignatureVerifier } from '../host/node-signature-verifier.ts'
import type { Certificate } from '../model/certificate.ts'
import { RootcauseError } from '../model/error.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Fault } from '../model/fault.ts'
import type { FoundReport } from '../model/found.ts'
import { demandsOf, faultsOf } from '../report/faults-of.ts'
import { isUsable } from '../report/found/refused.ts'
import { ownFingerprint } from '../roots/authenticity/own-fingerprint.ts'
import { commonNames, formatName } from '../x509/name.ts'
import type { Context } from './context.ts'
import type { FindFlags } from './find-flags.ts'
import { findCertificates, lookThrough } from './find-missing.ts'
import { missingFor } from './missing-for.ts'
import { requireLocatable } from './require-locatable.ts'
import { observeTarget, requireChain, withAskedAround } from './target-evidence.ts'
import { typedAgain } from './typed-again.ts'
import { withoutUserInfo } from './without-user-info.ts'
import { writeFound } from './write-found.ts'

/** Runs `rootcause find`; sets the exit code of the context. */
export async function runFind(this: Context, flags: FindFlags, target?: string): Promise<void> {
  if (target === undefined || target.trim() === '') {
    const hint = 'rootcause find example.org, a file or a saved case, or the name of a certificate'
    throw new RootcauseError('usage', 'no target was given', hint)
  }
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
  const evidence = await withAskedAround(await observeTarget(target, flags, context), flags, shop, context)
  requireChain(evidence, target, flags)
  const { report } = await missingFor(target, evidence, flags, shop, context)
  return {
    ...report,
    again: typedAgain(target, flags),
    ...(report.candidates.length > 0 ? {} : { faults: faultsIn(evidence, shop) }),
  }
}

/** What makes the clients reject, or the server turn them away, where no certificate was found that cures it. */
function faultsIn(evidence: Evidence, shop: Workshop): readonly Fault[] {
  const report = diagnose(evidence, { verify: nodeSignatureVerifier(), shop })
  const rejecting = report.results.flatMap((r) => (r.verdict.kind === 'rejected' ? [r.askedAs] : []))
  return [...faultsOf(report, rejecting), ...demandsOf(report)]
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
  const [{ locating }, { withLocated }] = await Promise.all([import('./locating.ts'), import('./locate.ts')])
  const located = await withLocated(places, report, await locating(context, noProxy === true))
  return findCertificates(word, isMeant, located, context.now)
}

/** The beginning of a SHA-256, as this program shortens it (`e793c9b0…`): enough to look for one, and not to trust it. */
const beginning = /^[0-9a-f]{8,63}(?:…|\.\.\.)?$/i

/**
 * Which certificates are meant, where the word is no target: a SHA-256, or part of a name. A name has a blank or is no host with a dot;
 * a host without one is given with its port.
 */
function certificateAsked(word: string, { host }: Context): ((certificate: Certificate) => boolean) | null {
  if (word === '-') return null
  const whole = ownFingerprint(word.replaceAll('-', ''))
  if (whole !== null) return (c) => c.sha256 === whole
  if (!beginning.test(word) && /[.:/\\[]/.test(word) && !/\s/.test(word)) return null
  if (word === 'localhost' || host.stat(word) !== null) return null
  const wanted = word.toLowerCase()
  const isNamed = (c: Certificate): boolean =>
    [...commonNames(c.subject), formatName(c.subject)].some((name) => name.toLowerCase().includes(wanted))
  if (!beginning.test(word)) return isNamed
  const digits = wanted.replace(/[^0-9a-f]/g, '')
  return (c) => c.sha256.startsWith(digits) || isNamed(c)
}

/** 0: nothing is missing, or what is missing is authentic; 1: found, and none of it authentic; 4: nothing was found, or the server turns away. */
function exitCode({ target, rejects, candidates, open, faults = [] }: FoundReport): number {
  if (target !== null && rejects === 0) return open.length + faults.length === 0 ? 0 : 4
  if (candidates.length === 0) return 4
  return candidates.some(isUsable) ? 0 : 1
}
