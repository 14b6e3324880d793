import { command, type Line, plain } from '../report/styled.ts'
import { paint } from '../terminal/paint.ts'
import { terminalOf } from '../terminal/terminal.ts'
import type { Context } from './context.ts'
import type { CheckFlags } from './flags.ts'
import { typedAgain } from './typed-again.ts'

/** Writes the command that plans the cure of what `check` showed; nothing where the chain came from standard input, which is gone. */
export function nextFix(target: string, flags: CheckFlags, { process: { stdout }, host }: Context): void {
  if (target === '-') return
  const lines: readonly Line[] = [[], [plain('What to do about it: '), command(`rootcause fix ${typedAgain(target, flags)}`)]]
  stdout.write(paint(lines, terminalOf(stdout, host.env)))
}
