import process from 'node:process'
import type { MintedCases } from '../../test/oracle/cases/mint-cases.ts'
import { type Agreement, replay } from '../../test/oracle/replay.ts'
import type { Recording } from './client.ts'

/** Prints how far the engine agrees with recordings: by client, and each case with those who disagree. */
export function printAgreement(cases: MintedCases, recordings: readonly Recording[], text: string): void {
  const say = (line: string): void => void process.stdout.write(`${line}\n`)
  const byCase = new Map<string, string[]>()
  for (const recording of recordings) {
    const outcomes = replay(cases, recording)
    if (outcomes === null) {
      say(`${recording.client}: there is no profile ${recording.profile}`)
      continue
    }
    const count = (kinds: readonly Agreement['kind'][]): number => outcomes.filter(({ kind }) => kinds.includes(kind)).length
    const gradable = outcomes.length - count(['not-graded'])
    const verdicts = gradable - count(['verdict'])
    say(`${recording.client} (${recording.version}): ${gradable} cases, ${verdicts} verdicts, ${count(['same'])} with the text`)
    for (const { name, kind, theirs, ours } of outcomes) {
      if ((kind !== 'verdict' && kind !== 'text') || !name.includes(text)) continue
      const row = `  ${kind} ${recording.client}\n    theirs: ${theirs}\n    ours:   ${ours}`
      byCase.set(name, [...(byCase.get(name) ?? []), row])
    }
  }
  for (const [name, rows] of byCase) say(`\n${name}\n${rows.join('\n')}`)
}
