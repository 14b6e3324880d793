import { stderr, stdin } from 'node:process'
import { createInterface } from 'node:readline/promises'
import { explain } from '../explain/explain.ts'
import type { Explanation, Recognised } from '../explain/explanation.ts'
import { explanationLines } from '../explain/plain-text.ts'
import { passThrough } from '../host/pass-through.ts'
import { RootcauseError } from '../model/error.ts'
import { terminalOf } from '../terminal/terminal.ts'
import type { Context } from './context.ts'
import type { RunFlags } from './flags.ts'
import type { FailedCommand } from './run-diagnosis.ts'
import { serverInArguments } from './server-in-arguments.ts'
import { wrappedText } from './wrapped-text.ts'

/** Runs a command in the place of this program, and says afterwards what a certificate error in its standard error means. */
export async function runRun(this: Context, { noCheck }: RunFlags, ...words: readonly string[]): Promise<void> {
  // Signals are the command's own: nothing but its end ends this.
  const signal = this.signal()
  const [program = '', ...args] = words
  if (program === '') throw new RootcauseError('usage', 'no command was given', 'rootcause run -- curl https://example.org')
  const result = await passThrough([program, ...args])
  if (result.kind === 'not-started') {
    const why = result.code === 127 ? `there is no program ${program}` : `${program} cannot be started: ${result.why}`
    const next =
      result.code === 127 ? 'check the spelling, or give its path: rootcause run -- ./program' : 'check that it may be run: ls -l'
    this.process.stderr.write(`rootcause: ${why}\n  ${next}\n`)
    this.process.exitCode = result.code
    return
  }
  this.process.exitCode = result.code
  if (result.wasStopped || signal.aborted) return
  const said = new TextDecoder().decode(result.said)
  const explanation = explain(said)
  const [first] = explanation.recognised
  if (first === undefined) return
  const target = await targetOf(this, first, serverInArguments(args), noCheck === true)
  say(this, ['', 'rootcause: a certificate error was reported.', ...explained(explanation, target !== null)])
  if (target !== null) await diagnosed(this, target, { program, said, recognised: first })
}

/** The server to look at, by the text, else by the command's own arguments; `null`: none is to be contacted. Nobody is asked who does not sit at a terminal. */
async function targetOf(
  { signal }: Context,
  { host, port }: Recognised,
  named: string | null,
  noCheck: boolean,
): Promise<string | null> {
  if (noCheck) return null
  if (host !== null) {
    const name = host.includes(':') ? `[${host}]` : host
    // Some texts leave out the port.
    if (port === null) return named?.startsWith(`${name}:`) === true ? named : name
    return `${name}:${port}`
  }
  if (named !== null) return named
  if (stdin.isTTY !== true || stderr.isTTY !== true) return null
  const question = createInterface({ input: stdin, output: stderr })
  try {
    const answer = await question.question('\nrootcause: which server was asked? host:port, or nothing: ', { signal: signal() })
    return answer.trim() === '' ? null : answer.trim()
  } finally {
    question.close()
  }
}

/** The next command is left out where it is being done. */
function explained(explanation: Explanation, isChecked: boolean): readonly string[] {
  const lines = explanationLines(explanation)
  return isChecked ? lines.slice(0, -2) : lines
}

/** The exit code stays the command's, whatever is found. */
async function diagnosed(context: Context, target: string, failed: FailedCommand): Promise<void> {
  try {
    const { diagnoseFor } = await import('./run-diagnosis.ts')
    await diagnoseFor(onStandardError(context), target, failed)
  } catch (error) {
    if (!(error instanceof RootcauseError)) throw error
    say(context, [`rootcause: ${error.message}`, `  ${error.hint}`])
  }
}

/** Standard output is the command's own. No colours: what is written here is escaped whole. */
function onStandardError({ process, host, ...rest }: Context): Context {
  const { stderr: out } = process
  return {
    ...rest,
    process: { stdout: { write: (text) => out.write(text), isTTY: stderr.isTTY, columns: stderr.columns }, stderr: out },
    host: { ...host, env: { ...host.env, FORCE_COLOR: '0' } },
  }
}

function say({ process, host }: Context, lines: readonly string[]): void {
  const { width } = terminalOf(stderr, host.env)
  process.stderr.write(
    wrappedText(lines, width)
      .map((line) => `${line}\n`)
      .join(''),
  )
}
