import { decodeText } from '../capture/decode-text.ts'
import { defaultClients } from '../clients/default-set.ts'
import { diagnose, sealEvidence } from '../diagnose.ts'
import { workshop } from '../graph/world.ts'
import { nodeSignatureVerifier } from '../host/node-signature-verifier.ts'
import { RootcauseError } from '../model/error.ts'
import type { Report } from '../model/report.ts'
import { escapeUnprintable } from '../x509/printable.ts'
import type { Context } from './context.ts'
import type { CheckFlags } from './flags.ts'
import { givenHost } from './given-host.ts'
import { parseInstant } from './instant.ts'
import { observeFurther } from './observe-further.ts'
import { requireClient } from './asked-clients.ts'
import { observe, type ObserveOptions } from './observe.ts'
import { weighedReport } from './weighed-report.ts'
import { writeReport } from './write-report.ts'

/** Runs `rootcause check`; sets the exit code of the context. */
export async function runCheck(this: Context, flags: CheckFlags, target?: string): Promise<void> {
  if (flags.cases !== undefined) return checkCases(this, flags, flags.cases, target)
  if (target === undefined) {
    throw new RootcauseError('usage', 'no target was given', 'rootcause check example.org, or a file, or - for standard input')
  }
  const options = optionsOf(flags, this)
  const verify = nodeSignatureVerifier()
  const means = { verify, shop: workshop(verify) }
  const further = {
    aia: flags.aia ?? false,
    aiaPrivate: flags.aiaPrivate ?? false,
    clock: flags.clock ?? false,
    timeoutMs: options.timeoutMs,
  }
  const seen = observe(target, options, this, means.shop).then((own) => observeFurther(own, further, means.shop, this))
  const evidence = await Promise.race([seen, rejectWhenStopped(this)])
  this.stopAtOnce()
  const sealed = sealEvidence(evidence, means)
  const redact = flags.noRedact === true ? { redact: false as const } : {}
  if (flags.save !== undefined) {
    const { saveShared } = await import('./save-shared.ts')
    await saveShared(flags.save, sealed, { ...redact, keepHost: flags.keepHost ?? false }, this)
  }
  const report = await weighedReport(diagnose(sealed, means), sealed, means.shop, this)
  await writeReport(
    report,
    { format: flags.format ?? 'text', detail: flags.verbose === true ? 'whole' : 'brief', ...redact },
    this,
  )
  // On a terminal alone: a case that is replayed gives the same octets, wherever it lies.
  if (this.process.stdout.isTTY === true && (flags.format ?? 'text') === 'text' && leadsToFix(report)) {
    const { nextFix } = await import('./next-fix.ts')
    nextFix(target, flags, this)
  }
  this.process.exitCode = exitCode(report)
}

/** Whether `fix` has something to plan, or to say who could. */
export const leadsToFix = ({ results }: Report): boolean => results.some((r) => r.asked && r.verdict.kind === 'rejected')

/** Ctrl-C while waiting for a server: nothing is half-written, for nothing was written. */
function rejectWhenStopped({ whenStopped }: Context): Promise<never> {
  return new Promise((_, reject) => {
    whenStopped(() => reject(new RootcauseError('stopped', 'stopped before anything was seen', 'run it again')))
  })
}

/** What `check` is asked for by its flags. Throws where a number is out of range. */
export function optionsOf(flags: CheckFlags, { now }: Context): ObserveOptions {
  return {
    at: flags.at === undefined ? null : parseInstant(flags.at, now),
    clients: flags.client ?? [],
    stores: flags.store ?? null,
    host: givenHost(flags.host, 'host'),
    hellos: flags.hello ?? ['tls1.3', 'tls1.2'],
    starttls: flags.starttls ?? null,
    port: flags.port === undefined ? null : whole(flags.port, 'port', 65_535),
    servername: givenHost(flags.servername, 'servername'),
    connect: givenHost(flags.connect, 'connect'),
    allAddresses: flags.allAddresses ?? false,
    repeat: whole(flags.repeat ?? 1, 'repeat', 100),
    timeoutMs: positive(flags.timeout ?? 10, 'timeout') * 1000,
    isPatient: flags.timeout !== undefined,
    offline: flags.offline ?? false,
    proxy: flags.noProxy !== true,
    observe: flags.noObserve === true ? 'none' : (flags.observe ?? 'own'),
  }
}

function whole(value: number, flag: string, most: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value
  throw new RootcauseError('usage', `--${flag} ${value} is out of range`, `give a whole number from 1 to ${most}`)
}

function positive(value: number, flag: string): number {
  if (value > 0 && value <= 600) return value
  throw new RootcauseError('usage', `--${flag} ${value} is out of range`, 'give seconds, more than 0 and at most 600')
}

async function checkCases(context: Context, flags: CheckFlags, file: string, target: string | undefined): Promise<void> {
  // A case has its own store, name and time; what would be passed over in silence is refused.
  const idle = Object.entries(flags).find(([name, value]) => value !== undefined && name !== 'cases' && name !== 'client')
  if (idle !== undefined) {
    const flag = idle[0].replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    throw new RootcauseError('usage', `--cases does not go with --${flag}`, 'give --client alone beside it')
  }
  const clients = flags.client ?? []
  if (target !== undefined) throw new RootcauseError('usage', '--cases takes no target', `leave out ${target}`)
  for (const id of clients) {
    requireClient(id)
    if (id.includes('@'))
      throw new RootcauseError('usage', `${id} has a store of its own, and so has each case`, `ask ${id.split('@')[0]}`)
  }
  const asked = clients.length === 0 ? [...defaultClients.current, ...defaultClients.historic] : clients
  const bytes = file === '-' ? await context.readStdin() : read(file, context)
  if (bytes === null) throw new RootcauseError('input', `there is no file ${file}`, 'check the path')
  const { runBatch } = await import('./batch.ts')
  try {
    runBatch(decodeText(bytes), asked, context.process.stdout)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new RootcauseError(
      'input',
      `${file} holds no cases: ${escapeUnprintable(why)}`,
      'a batch is {"certificates": {name: base64}, "cases": [{name, sent, store, host, time}]}',
      {
        cause,
      },
    )
  }
}

function read(file: string, { host }: Context): Uint8Array | null {
  try {
    return host.readFile(file)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new RootcauseError('input', `cannot read ${file}: ${why}`, 'give a file that you may read', { cause })
  }
}

/**
 * 0 every asked client accepts, 1 one rejects, or the server turns away who shows no certificate (RC717), 3 nothing could be observed,
 * 4 none rejects but one is undetermined.
 */
export function exitCode({ results, chains, findings }: Report): number {
  if (chains.length === 0) return 3
  if (findings.some(({ code }) => code === 'RC717')) return 1
  const asked = results.filter((r) => r.asked).map((r) => r.verdict.kind)
  if (asked.some((kind) => kind === 'rejected' || kind === 'hangs')) return 1
  return asked.includes('undetermined') ? 4 : 0
}
