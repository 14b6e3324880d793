import { spawn } from 'node:child_process'
import type { Case } from '../../../test/validation/agreement/random-case.ts'
import { cleanEnvironment } from '../../../test/validation/agreement/real-clients.ts'
import type { Ask } from './oracle.ts'

/** Asks a program that reads one case a line and answers with one line each; see native/openssl.c for the line. */
export function bulk(program: string, args: readonly string[], asksHost = true): Ask {
  return async (cases) => {
    const input = `${cases.map((one) => line(one, asksHost)).join('\n')}\n`
    const answers = (await filtered(program, args, input)).trimEnd().split('\n')
    if (answers.length !== cases.length) throw new Error(`${program} gave ${answers.length} answers to ${cases.length} cases`)
    return answers.map((text) => text.trimEnd())
  }
}

const base64 = (der: Uint8Array): string => Buffer.from(der).toString('base64')

function line({ at, host, sent, store }: Case, asksHost: boolean): string {
  const name = asksHost && host !== '' ? host : '-'
  return [String(at), name, sent.map(base64).join(' '), store.map(base64).join(' ')].join('\t')
}

/** The output of a program for an input, with a limit in time. */
export function filtered(program: string, args: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: cleanEnvironment, stdio: ['pipe', 'pipe', 'pipe'], timeout: 120_000 })
    const out: Buffer[] = []
    const problems: Buffer[] = []
    child.stdout.on('data', (data: Buffer) => out.push(data))
    child.stderr.on('data', (data: Buffer) => problems.push(data))
    child.on('error', reject)
    child.stdin.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve(Buffer.concat(out).toString('utf8'))
      else reject(new Error(`${program} ended with ${code ?? signal}: ${Buffer.concat(problems).toString('utf8').slice(0, 500)}`))
    })
    child.stdin.end(input)
  })
}
