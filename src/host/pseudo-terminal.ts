import { type StdioOptions, spawnSync } from 'node:child_process'
import { openSync } from 'node:fs'
import process from 'node:process'
import { isatty } from 'node:tty'

/** How a command is started within a pseudo-terminal. */
export interface PseudoTerminal {
  readonly argv: readonly [string, ...string[]]
  /** 0: the terminal; 1: what the command shows there; 3: its number; 4 and 5: its input and output where they are no terminal. */
  readonly stdio: StdioOptions
}

/**
 * Where standard error is a terminal: the command under util-linux' `script`, which keeps colours, progress bars, the size of the window
 * and questions on `/dev/tty`. Input and output that are no terminal stay what they are. `null`: there is no such `script`, or no
 * terminal to be opened.
 */
export function pseudoTerminal(command: readonly string[]): PseudoTerminal | null {
  if (process.platform !== 'linux' || !hasScript()) return null
  let terminal: number
  try {
    terminal = openSync('/dev/tty', 'r+')
  } catch {
    return null
  }
  const input = isatty(0) ? '' : ' <&4'
  const output = isatty(1) ? '' : ' >&5'
  const quoted = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')
  // POSIX.1-2017 §2.8.2: the shell answers 126 and 127 for what it cannot start, as is done without a terminal.
  const line = `echo $$ >&3; exec ${quoted}${input}${output} 3<&- 4>&- 5>&-`
  return {
    // No file is kept of what is shown; -e gives the command's own exit code.
    argv: ['script', '-qefc', line, '/dev/null'],
    stdio: [terminal, 'pipe', 'inherit', 'pipe', isatty(0) ? 'ignore' : 0, isatty(1) ? 'ignore' : 1],
  }
}

/** BSD's and macOS' program of the same name takes other arguments. */
function hasScript(): boolean {
  const { stdout } = spawnSync('script', ['--version'], { encoding: 'utf8', timeout: 5000, stdio: ['ignore', 'pipe', 'ignore'] })
  return typeof stdout === 'string' && stdout.includes('util-linux')
}
