import type { Advice } from '../../model/plan.ts'
import { command, dim, enumerated, good, hanging, type Line, name, phrase, plain, strong } from '../styled.ts'
import { ownerWords } from '../words/remedies.ts'
import type { PlanReport } from './plan-report.ts'
import { whom } from './whom.ts'

/** What the server's operator can do reaches every client, so it comes first. */
export function serverLines(report: PlanReport): readonly Line[] {
  const { server, again } = report
  if (server === null) return []
  const { chain, proof, file, places } = server
  return [
    [],
    hanging('    ', phrase`${strong('Best: the server sends another chain')} ${dim('(whoever runs it)')}`),
    hanging('    ', phrase`  In this order: ${enumerated(chain.map((label) => name(label)))}, and no root.`),
    hanging('    ', phrase`  ${good('Cures')} ${whom(proof.cures, report)} ${dim('(proved: judged again)')}`),
    ...(proof.stillRejects.length === 0 ? [] : [hanging('    ', phrase`  Not cured by it: ${whom(proof.stillRejects, report)}`)]),
    ...(file === ''
      ? [
          hanging('    ', [plain('  This writes it, and says where it goes:')]),
          [plain('      '), command(`rootcause fix ${again} --chain chain.pem`)],
        ]
      : [
          hanging('    ', phrase`  Written to ${name(file)}. It goes:`),
          ...places.flatMap(({ what, command: line }) => [
            hanging('      ', phrase`  - ${what}`),
            ...(line === '' ? [] : [[plain('      '), command(line)]]),
          ]),
        ]),
  ]
}

/** The right owner's part comes before anything that is done here. */
export function adviceLines(advice: readonly Advice[], title: string): readonly Line[] {
  if (advice.length === 0) return []
  return [
    [],
    [strong(title)],
    ...advice.flatMap(({ owner, what, command: line }) => [
      hanging('    ', phrase`  ${strong(ownerWords[owner])}: ${what}`),
      ...(line === '' ? [] : [[plain('      '), command(line)]]),
    ]),
  ]
}
