import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { certificatesPem } from '../../src/lab/pem.ts'
import type { MintedCases } from '../../test/oracle/cases/mint-cases.ts'
import type { Answer, Command, OracleClient, Program, Question, Ran, Recording } from './client.ts'
import { sourceFile } from './fuzz/sources.ts'
import { inRoot } from './own-root.ts'
import { clientEnvironment, runCommand } from './run-command.ts'
import type { ServedCase } from './serve-cases.ts'

/** Milliseconds after which a client that has not ended is killed. */
const limit = 10_000
const atOnce = 3

/** Runs a command of the client; `at` is the instant to which libfaketime sets its clock, where it needs that. */
type Run = (command: Command, at: number, input: string, limit: number) => Promise<Ran & { readonly ms: number }>

/** Asks one client about every case and writes down what it said. */
export async function record(
  client: OracleClient,
  program: Program,
  { certificates }: MintedCases,
  served: readonly ServedCase[],
  folder: string,
): Promise<Recording> {
  const work = mkdtempSync(join(tmpdir(), 'oracle-'))
  const home = join(work, 'home')
  mkdirSync(home)
  try {
    const file = (name: string, list: readonly string[]): string => {
      const path = join(work, name)
      writeFileSync(path, certificatesPem(list.map((c) => new Uint8Array(Buffer.from(certificates[c] ?? '', 'base64')))))
      return path
    }
    const questions = served.map(
      ({ one, port }): Question => ({
        name: one.name,
        host: one.host,
        port: client.about === 'files' ? 0 : port,
        at: Date.parse(one.time) / 1000,
        store: file(`${one.name}.store.pem`, one.store),
        target: file(`${one.name}.target.pem`, one.sent.slice(0, 1)),
        rest: one.sent.length > 1 ? file(`${one.name}.rest.pem`, one.sent.slice(1)) : null,
      }),
    )
    const run: Run = (command, at, input, limit) => {
      const clean = clientEnvironment(home, client.clock === 'faketime' ? at : null, program.root)
      if (program.root === undefined) return runCommand(command, clean, input, limit)
      const rooted = inRoot(program.root, [work, folder, sourceFile('tools/oracle/native')], {
        ...command,
        env: { ...clean, ...command.env },
      })
      return runCommand(rooted, clientEnvironment(home, null), input, limit)
    }
    const asked = questions.filter((question) => client.skips?.(question) !== true)
    const answers =
      client.ask.kind === 'each' ? await askEach(client, program, asked, run) : await askAll(client, program, asked, run, folder)
    const cases = Object.fromEntries(
      asked.map(({ name }, i) => [name, answers[i] ?? { result: 'n' as const, text: 'no answer', ms: 0 }]),
    )
    return { client: client.id, profile: client.profile, version: program.version, cases }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function askEach(
  client: OracleClient,
  program: Program,
  questions: readonly Question[],
  run: Run,
): Promise<readonly (Answer & { readonly ms: number })[]> {
  const { ask } = client
  if (ask.kind !== 'each') return []
  const out: (Answer & { ms: number })[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let i = next++; i < questions.length; i = next++) {
      const question = questions[i]
      if (question === undefined) return
      const ran = await run(ask.command(program, question), question.at, '', limit)
      const answer: Answer = ran.isKilled ? { result: 'H', text: '' } : ask.read(ran, question)
      out[i] = { ...answer, text: answer.text.trim(), ms: ran.ms }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return out
}

/** All cases of one instant go to one process. */
async function askAll(
  client: OracleClient,
  program: Program,
  questions: readonly Question[],
  run: Run,
  folder: string,
): Promise<readonly (Answer & { readonly ms: number })[]> {
  const { ask } = client
  if (ask.kind !== 'all') return []
  const out: (Answer & { ms: number })[] = []
  for (const at of new Set(questions.map((question) => question.at))) {
    const here = questions.filter((question) => question.at === at)
    const input = here.map((question) => `${ask.line(question)}\n`).join('')
    const ran = await run(ask.command(program, folder), at, input, limit * 30)
    const lines = ran.stdout.trimEnd().split('\n')
    for (const [i, question] of here.entries()) {
      const line = lines[i]
      const answer: Answer = line === undefined ? { result: 'n', text: `no answer: ${ran.stderr.slice(0, 200)}` } : ask.read(line)
      out[questions.indexOf(question)] = { ...answer, text: answer.text.trim(), ms: Math.round(ran.ms / here.length) }
    }
  }
  return out
}
