import { workshop } from '../graph/world.ts'
import { nodeSignatureVerifier } from '../host/node-signature-verifier.ts'
import type { Certificate } from '../model/certificate.ts'
import type { FoundReport } from '../model/found.ts'
import { isUsable } from '../report/found/refused.ts'
import { commonNames, formatName } from '../x509/name.ts'
import type { Context } from './context.ts'
import type { FindFlags } from './find-flags.ts'
import { findCertificates, findMissing, lookThrough } from './find-missing.ts'
import { observeFurther } from './observe-further.ts'
import { observe } from './observe.ts'
import { optionsOf } from './run-check.ts'
import { writeFound } from './write-found.ts'

/** Runs `rootcause find`; sets the exit code of the context. */
export async function runFind(this: Context, flags: FindFlags, target: string): Promise<void> {
  const isMeant = certificateAsked(target, this)
  const report =
    isMeant === null
      ? await forTarget(this, flags, target)
      : findCertificates(target, isMeant, await lookThrough(this, flags.root), this.now)
  await writeFound(report, flags.format ?? 'text', this)
  this.process.exitCode = exitCode(report)
}

async function forTarget(context: Context, flags: FindFlags, target: string): Promise<FoundReport> {
  const shop = workshop(nodeSignatureVerifier())
  const options = { ...optionsOf(flags, context), observe: 'none' as const }
  const own = await observe(target, options, context)
  const evidence =
    flags.aia === true ? await observeFurther(own, { aia: true, aiaPrivate: false, clock: false }, shop, context) : own
  const missing = findMissing(target, evidence, await lookThrough(context, flags.root), {
    now: context.now,
    shop,
    ownFingerprint: null,
  })
  return missing.report
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
