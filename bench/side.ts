import { spawn } from 'node:child_process'
import process from 'node:process'
import { createInterface } from 'node:readline'

/** One side of a comparison as a program of its own that answers each line with a number. */
export interface Side {
  /** Rejects when the answer is no number. */
  readonly ask: (command: string) => Promise<number>
  /** Ends its standard input, and so the program. */
  readonly stop: () => void
}

/** Starts a program as a side. */
export function startSide(program: string, args: readonly string[] = []): Side {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    ask: async (command) => {
      child.stdin.write(`${command}\n`)
      const { value } = await answers.next()
      const number = Number.parseFloat(String(value))
      if (Number.isNaN(number)) throw new Error(`${program} ${command}: ${value}`)
      return number
    },
    stop: () => void child.stdin.end(),
  }
}

/** `node-side.ts` as a side. */
export const nodeSide = (what: 'capture' | 'connect', version: string, port: number): Side =>
  startSide(process.execPath, ['tools/run-ts.mjs', 'bench/node-side.ts', what, version, String(port)])
