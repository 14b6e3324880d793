import { stderr, stdin } from 'node:process'
import { createInterface } from 'node:readline/promises'
import { decodeText } from '../capture/decode-text.ts'
import { explain } from '../explain/explain.ts'
import type { Explanation } from '../explain/explanation.ts'
import { checkCommand } from '../explain/next-probe.ts'
import { explanationLines } from '../explain/plain-text.ts'
import { RootcauseError } from '../model/error.ts'
import { starttlsProtocols } from '../model/evidence.ts'
import { visible } from '../report/escape.ts'
import { jsonLine } from '../report/json.ts'
import { terminalOf } from '../terminal/terminal.ts'
import type { Context } from './context.ts'
import { shellWord } from './typed-again.ts'
import { wrappedText } from './wrapped-text.ts'
import { messageOf } from '../host/system-words.ts'

/** What `explain` takes. */
export interface ExplainFlags {
  readonly file?: string
  readonly format?: 'text' | 'json'
  readonly batch?: string
  readonly check?: boolean
}

const paste = "rootcause explain 'the error, as it was printed'"

/** Runs `rootcause explain`; sets the exit code of the context: 0 recognised, 1 not. */
export async function runExplain(this: Context, flags: ExplainFlags, argument?: string): Promise<void> {
  if (flags.batch !== undefined) return explainBatch(this, flags, argument)
  const text = await textToExplain(this, flags, argument)
  if (text.trim() === '') throw new RootcauseError('usage', 'the text is empty', paste)
  const explanation = explain(text)
  if (explanation.recognised.length === 0 && argument !== undefined && isFile(this, argument))
    throw new RootcauseError('usage', `${argument} is the name of a file`, `rootcause explain --file ${shellWord(argument)}`)
  const { stdout } = this.process
  stdout.write(flags.format === 'json' ? jsonLine(explanation) : painted(explanation, this))
  if (flags.check === true && (await offerCheck(this, explanation)) === 'checked') return
  this.process.exitCode = explanation.recognised.length > 0 ? 0 : 1
}

/** The argument, the file, or standard input. */
async function textToExplain(context: Context, { file }: ExplainFlags, argument: string | undefined): Promise<string> {
  if (file !== undefined && argument !== undefined)
    throw new RootcauseError('usage', '--file and a text were given', 'leave out one of them')
  if (file !== undefined) return decodeText(read(file, context))
  if (argument !== undefined && argument !== '-') return argument
  if (argument === undefined && stdin.isTTY === true) throw new RootcauseError('usage', 'no text was given', paste)
  return decodeText(await context.readStdin())
}

const isFile = ({ host }: Context, name: string): boolean => /^[^\s\0]{1,1000}$/.test(name) && host.stat(name) === 'file'

function read(file: string, { host }: Context): Uint8Array {
  let bytes: Uint8Array | null
  try {
    bytes = host.readFile(file)
  } catch (cause) {
    const why = messageOf(cause)
    throw new RootcauseError('input', `cannot read ${file}: ${why}`, 'give a file that you may read', { cause })
  }
  if (bytes === null) throw new RootcauseError('input', `there is no file ${file}`, 'check the path')
  return bytes
}

function painted(explanation: Explanation, { process, host }: Context): string {
  const { width } = terminalOf(process.stdout, host.env)
  return wrappedText(explanationLines(explanation), width)
    .map((line) => `${line}\n`)
    .join('')
}

/** Contacts the host of the text if the user says so on a terminal; the exit code is then that of the check. */
async function offerCheck(context: Context, { recognised }: Explanation): Promise<'checked' | 'declined'> {
  const [first] = recognised
  if (first === undefined)
    throw new RootcauseError('usage', 'the text was not recognised: nothing is contacted', 'rootcause check host:port')
  if (first.host === null)
    throw new RootcauseError('usage', 'the text names no host: nothing is contacted', 'rootcause check host:port')
  const next = checkCommand(first)
  if (stdin.isTTY !== true) throw new RootcauseError('usage', 'nothing is contacted without being asked on a terminal', next)
  const question = createInterface({ input: stdin, output: stderr })
  const answer = await question.question(`${next}\nContact ${visible(first.host)} now? [y/N] `, { signal: context.signal() })
  question.close()
  if (!/^y(?:es)?$/i.test(answer.trim())) return 'declined'
  const [, , target = '', ...flags] = next.split(' ')
  const client = flags[flags.indexOf('--client') + 1]
  const starttls = starttlsProtocols.find((protocol) => flags[flags.indexOf('--starttls') + 1] === protocol)
  const { runCheck } = await import('./run-check.ts')
  await runCheck.call(
    context,
    {
      ...(client === undefined || !flags.includes('--client') ? {} : { client: [client] }),
      ...(starttls === undefined ? {} : { starttls }),
    },
    target,
  )
  return 'checked'
}

/** A line of JSON for each text, with its identifier. */
async function explainBatch(
  context: Context,
  { batch = '', file, check }: ExplainFlags,
  argument: string | undefined,
): Promise<void> {
  if (argument !== undefined || file !== undefined || check === true)
    throw new RootcauseError('usage', '--batch takes no text, no --file and no --check', 'rootcause explain --batch texts.json')
  const bytes = batch === '-' ? await context.readStdin() : read(batch, context)
  const lines = entriesOf(batch, decodeText(bytes)).map((one, i) => jsonLine(answerTo(one, i)))
  context.process.stdout.write(lines.join(''))
  context.process.exitCode = 0
}

interface BatchText {
  readonly id: string | number
  readonly text: string
}

/** An entry that holds no text has a line of its own, with an `error`, and the rest go on. */
function answerTo(one: unknown, i: number): object {
  if (isBatchText(one)) return { id: one.id, ...explain(one.text) }
  const id = typeof one === 'object' && one !== null && 'id' in one && isId(one.id) ? one.id : null
  return { id, error: `entry ${i} has no ${id === null ? 'id' : 'text'} that is one` }
}

function entriesOf(file: string, json: string): readonly unknown[] {
  const shape = 'a batch is [{"id": "1", "text": "the error, as it was printed"}]'
  let value: unknown
  try {
    value = JSON.parse(json.replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw new RootcauseError('input', `${file} is not JSON`, shape, { cause })
  }
  if (!Array.isArray(value)) throw new RootcauseError('input', `${file} holds no array`, shape)
  return value
}

function isBatchText(value: unknown): value is BatchText {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('text' in value)) return false
  return isId(value.id) && typeof value.text === 'string'
}

const isId = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'
