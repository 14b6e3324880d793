import { toolOf } from '../clients/client-id.ts'
import { workshop, type Workshop } from '../graph/world.ts'
import { nodeSignatureVerifier } from '../host/node-signature-verifier.ts'
import { RootcauseError } from '../model/error.ts'
import type { ClientEvidence, Evidence } from '../model/evidence.ts'
import type { Comparison } from '../model/comparison.ts'
import { renderComparison } from '../report/compare/text.ts'
import { paint } from '../terminal/paint.ts'
import { terminalOf } from '../terminal/terminal.ts'
import type { CompareFlags } from './compare-flags.ts'
import { caseIn, entriesInCase, type NamedCase, requireSide, twoClients } from './compare-evidence.ts'
import { comparisonOf } from './comparison.ts'
import type { Context } from './context.ts'
import { parseInstant } from './instant.ts'
import { jointWorld } from './joint-world.ts'

/** Runs `rootcause compare`; sets the exit code of the context: 0 they do not differ, 1 they do, 4 not known. */
export async function runCompare(this: Context, flags: CompareFlags, target: string, other?: string): Promise<void> {
  const shop = workshop(nodeSignatureVerifier())
  const comparison =
    other === undefined ? await ofTwoClients(this, flags, target, shop) : await ofTwoCases(this, flags, [target, other], shop)
  await write(this, comparison, flags)
  this.process.exitCode = exitCodes[comparison.outcome]
}

const exitCodes: Readonly<Record<Comparison['outcome'], number>> = { explained: 1, reversed: 1, alike: 0, undetermined: 4 }

/** What is made to be shared is masked; the text on a terminal is for oneself, and JSON for programs. */
async function write(
  { process: { stdout }, host }: Context,
  comparison: Comparison,
  { format = 'text', noRedact }: CompareFlags,
) {
  if (format === 'text') {
    stdout.write(paint(renderComparison(comparison), terminalOf(stdout, host.env)))
    return
  }
  if (format === 'json') {
    stdout.write((await import('../report/json.ts')).jsonText(comparison))
    return
  }
  const shown = noRedact === true ? comparison : (await import('../report/redact.ts')).redactComparison(comparison)
  stdout.write((await import('../report/compare/markdown.ts')).comparisonMarkdown(shown))
}

async function ofTwoClients(context: Context, flags: CompareFlags, target: string, shop: Workshop): Promise<Comparison> {
  const { works, fails } = flags
  if (works === undefined || fails === undefined) {
    throw new RootcauseError(
      'usage',
      'compare needs a client that accepts and one that rejects, or two cases',
      'rootcause compare example.org --works python --fails pip; rootcause compare a.json b.json',
    )
  }
  if (flags.client !== undefined)
    throw new RootcauseError('usage', '--client is for two cases', 'name both with --works and --fails')
  const seen = await twoClients(target, { ...flags, works, fails }, context)
  const { world } = await import('../graph/world.ts')
  const own = world(seen.evidence, shop)
  const comparison = comparisonOf(
    { world: own, entries: seen.works, case: null },
    { world: own, entries: seen.fails, case: null },
    shop,
  )
  if (comparison === null) throw new RootcauseError('input', 'there is nothing to compare', 'rootcause clients lists the clients')
  return comparison
}

async function ofTwoCases(
  context: Context,
  flags: CompareFlags,
  files: readonly [string, string],
  shop: Workshop,
): Promise<Comparison> {
  refuse(flags)
  const [a, b] = [await required(files[0], flags, context), await required(files[1], flags, context)]
  const { worlds } = jointWorld(a.evidence, b.evidence, shop)
  const found: Comparison[] = []
  for (const { ofA, ofB } of inBoth(a, b, flags.client)) {
    const left = { world: worlds[0], entries: ofA, case: a.file }
    const right = { world: worlds[1], entries: ofB, case: b.file }
    const comparison = comparisonOf(left, right, shop)
    // Two cases do not say which of them works: that is no other way round.
    if (comparison !== null) found.push(comparison.outcome === 'reversed' ? { ...comparison, outcome: 'explained' } : comparison)
  }
  const first = ['explained', 'undetermined', 'alike'].flatMap((outcome) => found.find((c) => c.outcome === outcome) ?? [])[0]
  if (first === undefined) {
    throw new RootcauseError('usage', 'the two cases have no client in common', 'name one: --client python-3.11')
  }
  const alike = found.filter((c) => c !== first && c.outcome === first.outcome && factsKey(c) === factsKey(first))
  return { ...first, also: first.outcome === 'explained' ? [...new Set(alike.map((c) => c.fails.result.askedAs))] : [] }
}

const factsKey = ({ facts, works }: Comparison): string =>
  JSON.stringify([
    works.case,
    facts.map(({ kind, certificate, params }) => [kind, certificate, params['store'], params['switch']]),
  ])

function refuse({ works, fails, worksStore, failsStore, servername, connect, starttls, port }: CompareFlags): void {
  const given = { works, fails, 'works-store': worksStore, 'fails-store': failsStore, servername, connect, starttls, port }
  for (const [flag, value] of Object.entries(given)) {
    if (value === undefined) continue
    throw new RootcauseError('usage', `--${flag} is not for two cases`, 'name the client to compare with --client')
  }
}

async function required(file: string, { at, host }: CompareFlags, context: Context): Promise<NamedCase> {
  const evidence = await caseIn(file, context)
  if (evidence === null) {
    throw new RootcauseError(
      'input',
      `${file} is no saved case`,
      'make one on each machine: rootcause check example.org --save case.json',
    )
  }
  return {
    file,
    evidence: {
      ...evidence,
      clock: at === undefined ? evidence.clock : parseInstant(at, context.now),
      target: host === undefined ? evidence.target : { ...evidence.target, host },
    },
  }
}

/** The clients to compare: the one that was named, or those that both cases have, by their ids and else by their tools. */
function inBoth(a: NamedCase, b: NamedCase, id: string | undefined) {
  if (id !== undefined) {
    requireSide(id)
    return [{ ofA: entriesInCase(id, a), ofB: entriesInCase(id, b) }]
  }
  const ids = (evidence: Evidence, of: (c: ClientEvidence) => string): readonly string[] => [...new Set(evidence.clients.map(of))]
  const byId = ({ id: own }: ClientEvidence): string => own
  const byTool = ({ id: own }: ClientEvidence): string => toolOf(own).tool
  const common = (of: (c: ClientEvidence) => string) =>
    ids(a.evidence, of).flatMap((key) => {
      const [ofA, ofB] = [a, b].map(({ evidence }) => evidence.clients.filter((c) => of(c) === key))
      return ofA === undefined || ofB === undefined || ofB.length === 0 ? [] : [{ ofA, ofB }]
    })
  const same = common(byId)
  return same.length > 0 ? same : common(byTool)
}
