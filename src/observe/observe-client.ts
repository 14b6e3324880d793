import type { Host } from '../host/host.ts'
import { recognise } from '../messages/recognise.ts'
import type { Observation } from '../model/evidence.ts'
import { probeEnvironment, withoutProxySecrets } from './environment.ts'
import { probes } from './index.ts'
import type { Probe, Question, Told } from './probe.ts'

/** How clients are run. */
export interface ObserveLimits {
  /** Milliseconds for one client. */
  readonly timeout: number
  /** `own`: not those whose verification changes the system. */
  readonly clients: 'own' | 'all'
  /** Whether browsers are started too, which takes seconds. */
  readonly browsers: boolean
}

/** How much longer a browser may take: on a slow machine it needs that to be there. */
const browserPatience = 3

/** Longest sentence that is kept, in UTF-16 units. */
const longest = 2_000

/** Words of a refusal whose sentence is not known. */
const aboutCertificates = /certificate|\bcert\b|x509|asn1/i

/** Whether there is a probe for a kind of runtime. */
export const canObserve = (runtime: string): boolean => probes.some((probe) => probe.runtime === runtime)

/** Runs one real client against the server. Never rejects: what went wrong is the observation. `null`: there is no probe for it. */
export async function observeClient(host: Host, question: Question, limits: ObserveLimits): Promise<Observation | null> {
  const { installation } = question.asking
  const probe = probes.find(({ runtime }) => runtime === installation.runtime)
  if (probe === undefined) return null
  const told = await ask(host, probe, question, limits)
  const seen = { program: installation.runtime, version: installation.version ?? '', says: '', why: '' }
  if (told.kind === 'accepted') return { ...seen, verdict: 'accepted' }
  const text = withoutProxySecrets(host, told.kind === 'none' ? told.why : told.says).slice(0, longest)
  const isVerdict =
    told.kind === 'failed' && (told.isVerdict === true || aboutCertificates.test(text) || recognise(text).length > 0)
  return isVerdict ? { ...seen, verdict: 'rejected', says: text } : { ...seen, verdict: 'none', why: text }
}

async function ask(host: Host, probe: Probe, question: Question, { timeout, clients, browsers }: ObserveLimits): Promise<Told> {
  if (probe.isBrowser === true && !browsers) return { kind: 'none', why: 'it takes seconds to start: --observe=all runs it too' }
  // A name that looks like a flag would be read as one.
  if (question.host === '' || question.host.startsWith('-')) return { kind: 'none', why: 'there is no name to ask for' }
  const fetched = clients === 'own' ? fetches(host, question) : null
  if (fetched !== null) return { kind: 'none', why: `${fetched}: --observe=all runs it too` }
  const invocation = probe.invoke(host, question)
  if ('cannot' in invocation) return { kind: 'none', why: invocation.cannot }
  const { argv, env = {}, ...given } = invocation
  const limit = probe.isBrowser === true ? timeout * browserPatience : timeout
  try {
    const ran = await host.run(argv, {
      timeout: limit,
      env: { ...probeEnvironment(host, probe, question), ...env },
      home: 'the-folder',
      ...given,
    })
    if (ran.kind === 'ended') return probe.read(ran, question)
    return { kind: 'none', why: ran.kind === 'timeout' ? `it did not end within ${Math.round(limit / 1000)} s` : ran.why }
  } catch (error) {
    return { kind: 'none', why: error instanceof Error ? error.message : String(error) }
  }
}

/** What a program would fetch that nobody asked it for, and keep: roots that Windows adds, or intermediates from where a certificate says. */
function fetches({ platform }: Host, { asking: { installation } }: Question): string | null {
  if (platform === 'win32')
    return /schannel|dotnet-windows/.test(`${installation.client ?? ''} ${installation.note}`)
      ? 'it would have Windows fetch authorities'
      : null
  // Seen with .NET 8.0.30 on Linux: X509Chain asks the addresses of a certificate that nobody has verified, and writes to ~/.dotnet.
  return installation.runtime === 'dotnet' || installation.runtime === 'powershell'
    ? 'it would fetch intermediates from where the certificates say'
    : null
}
