import { readBatch } from '../capture/cases-file.ts'
import { seats } from '../diagnose.ts'
import { world as worldOf, workshop } from '../graph/world.ts'
import { nodeSignatureVerifier } from '../host/node-signature-verifier.ts'
import { render } from '../messages/render.ts'
import { says } from '../messages/says.ts'
import type { Evidence } from '../model/evidence.ts'
import { asker } from '../validation/answers.ts'
import { judge } from '../validation/judge.ts'
import type { Output } from './context.ts'

/** Lines that are gathered before they are written: one system call for many. */
const linesPerWrite = 512

/**
 * Judges every case of a batch file for every client and writes one line of JSON each:
 * `{"case","client","verdict","code","says","at"}`; a case that cannot be read is a line with an `error`.
 * Throws what `readBatch` throws. Answers whether any case was judged `rejected`.
 */
export function runBatch(text: string, clients: readonly string[], out: Output): void {
  const shop = workshop(nodeSignatureVerifier())
  let lines: string[] = []
  const flush = () => {
    if (lines.length > 0) out.write(`${lines.join('\n')}\n`)
    lines = []
  }
  for (const { name, evidence, error } of readBatch(text, clients)) {
    if (evidence === null) lines.push(JSON.stringify({ case: name, error }))
    else lines.push(...judgeCase(name, evidence, shop))
    if (lines.length >= linesPerWrite) flush()
  }
  flush()
}

function judgeCase(name: string, evidence: Evidence, shop: ReturnType<typeof workshop>): readonly string[] {
  const world = worldOf(evidence, shop)
  return judge(world, seats(evidence), evidence.clock, asker()).map(({ seat, verdict }) => {
    const told = verdict.kind === 'rejected' ? verdict.told : null
    const text = told === null ? null : render(says(seat.profile.texts(), told, { host: evidence.target.host }), evidence.clock)
    return JSON.stringify({
      case: name,
      client: seat.entry.id,
      verdict: verdict.kind,
      code: told?.code ?? null,
      says: text,
      at: told?.at ?? null,
      ...(verdict.kind === 'undetermined' ? { missing: verdict.missing } : {}),
    })
  })
}
