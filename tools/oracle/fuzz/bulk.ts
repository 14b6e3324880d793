import { spawn } from 'node:child_process'
import type { Case } from '../../../test/validation/agreement/random-case.ts'
import { cleanEnvironment } from '../../../test/validation/agreement/real-clients.ts'
import type { Ask } from './oracle.ts'

/** Asks a program that reads one case a line and answers with one line each; see native/openssl.c for the line. */
export const bulk = (program: string, args: readonly string[], asksHost = true): Ask =>
  linewise(program, args, (one) => line(one, asksHost))

/**
 * Asks a program in lines of `written`. One that comes to an untimely end is asked again in halves: a case that ends it has the
 * answer `no answer`, with how it ended.
 */
export function linewise(program: string, args: readonly string[], written: (one: Case) => string): Ask {
  const ask: Ask = async (cases) => {
    try {
      const answers = (await filtered(program, args, `${cases.map(written).join('\n')}\n`)).trimEnd().split('\n')
      if (answers.length !== cases.length) throw new Error(`${program} gave ${answers.length} answers to ${cases.length} cases`)
      return answers.map((text) => text.trimEnd())
    } catch (error) {
      if (cases.length < 2) return [`no answer: ${error instanceof Error ? firstLine(error) : ''}`]
      const half = cases.length >> 1
      return [...(await ask(cases.slice(0, half))), ...(await ask(cases.slice(half)))]
    }
  }
  return ask
}

const firstLine = ({ message }: Error): string => message.split('\n', 1)[0] ?? ''

const base64 = (der: Uint8Array): string => Buffer.from(der).toString('base64')

function line({ at, host, sent, store }: Case, asksHost: boolean): string {
  const name = asksHost && host !== '' ? host : '-'
  return [String(at), name, sent.map(base64).join(' '), store.map(base64).join(' ')].join('\t')
}

/** The output of a program for an input, with a limit in time. */
function filtered(program: string, args: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: cleanEnvironment, stdio: ['pipe', 'pipe', 'pipe'], timeout: 120_000 })
    const out: Buffer[] = []
    const problems: Buffer[] = []
    child.stdout.on('data', (data: Buffer) => out.push(data))
    child.stderr.on('data', (data: Buffer) => problems.push(data))
    child.on('error', reject)
    // A program that ended before it had read all is told by its end.
    child.stdin.on('error', () => {})
    child.on('close', (code, signal) => {
      if (code === 0) resolve(Buffer.concat(out).toString('utf8'))
      else reject(new Error(`ended with ${code ?? signal}: ${Buffer.concat(problems).toString('utf8').slice(0, 500)}`))
    })
    child.stdin.end(input)
  })
}
