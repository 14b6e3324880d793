import {
  AliasNotFoundError,
  ArgumentParseError,
  ArgumentScannerError,
  buildApplication,
  buildRouteMap,
  type Command,
  FlagNotFoundError,
  formatMessageForArgumentScannerError,
  type RouteMap,
  run,
  text_en,
  UnexpectedFlagError,
  UnexpectedPositionalError,
  UnsatisfiedFlagError,
  UnsatisfiedPositionalError,
} from '@stricli/core'
import { nodeHost } from '../host/node-host.ts'
import { RootcauseError } from '../model/error.ts'
import { once } from '../model/once.ts'
import { systemWords } from '../host/system-words.ts'
import { seconds } from '../model/time.ts'
import { visible } from '../report/escape.ts'
import { version } from '../version.ts'
import { checkCommand } from './check.ts'
import { clientsCommand } from './clients.ts'
import { collectCommand } from './collect.ts'
import { compareCommand } from './compare.ts'
import type { Context } from './context.ts'
import { demoCommand } from './demo.ts'
import { doctorCommand } from './doctor.ts'
import { explainCommand } from './explain.ts'
import { findCommand } from './find.ts'
import { fixCommand } from './fix.ts'
import { historyCommand } from './history.ts'
import { incidentsCommand } from './incidents.ts'
import { labCommand } from './lab.ts'
import { runCommand } from './run.ts'
import { storesCommand } from './stores.ts'
import { updateCommand } from './update.ts'
import { undoCommand } from './undo.ts'
import { whichCommand } from './which.ts'
import { withoutAliases } from './without-aliases.ts'

export { RootcauseError }

/** The commands, in the order in which the help tells them. Each is made when it is wanted: to make all took 1 to 1.7 of the 73 ms of a check. */
const commands = {
  check: checkCommand,
  compare: compareCommand,
  explain: explainCommand,
  run: runCommand,
  find: findCommand,
  fix: fixCommand,
  undo: undoCommand,
  history: historyCommand,
  which: whichCommand,
  stores: () => withoutAliases(storesCommand()),
  update: updateCommand,
  doctor: doctorCommand,
  incidents: incidentsCommand,
  lab: labCommand,
  collect: collectCommand,
  clients: clientsCommand,
  demo: demoCommand,
}

type Name = keyof typeof commands
type Target = Command<Context> | RouteMap<Context>

const isName = (word: string): word is Name => Object.hasOwn(commands, word)

/** The command that the first argument names, which is `check` for any target; all of them where help is asked for or a flag comes first. */
function wanted(first = ''): readonly Name[] {
  if (isName(first)) return [first]
  return first === '' || first.startsWith('-') ? Object.keys(commands).filter(isName) : ['check']
}

const routeMap = (names: readonly Name[]) =>
  buildRouteMap({
    routes: Object.fromEntries(names.map((name): [string, Target] => [name, commands[name]()])),
    ...(names.includes('check') ? { defaultCommand: 'check' } : {}),
    docs: {
      brief: 'Says which certificate breaks TLS trust, in which store, for which client and why; and what cures it',
      fullDescription: [
        'rootcause says which clients reject a server, because of which certificate, since when and until',
        'when, and what cures it.',
        '',
        'Examples:',
        '  rootcause check example.org',
        '  rootcause check chain.pem --host example.org',
        '  rootcause demo',
      ].join('\n'),
    },
  })

/** Exit codes: 2 usage and unusable input, 3 could not observe, 130 stopped by the user, 70 our own bug. */
const exitCodes: Readonly<Record<RootcauseError['kind'], number>> = { usage: 2, input: 2, observe: 3, stopped: 130 }
const ourBug = 70

/**
 * How far a mistyped name may be from one that is meant. Each word is looked up among the parser's own three flags first, where near names
 * are of no use and took half a millisecond of a run, and then among those of its command.
 */
interface Distance {
  threshold: number
  readonly weights: {
    readonly insertion: number
    readonly deletion: number
    readonly substitution: number
    readonly transposition: number
  }
}

/** Three letters too many, or one that is missing. */
const mostDistance = 3

const application = (root: RouteMap<Context>, first: string, distance: Distance) =>
  buildApplication(root, {
    name: 'rootcause',
    versionInfo: { currentVersion: version },
    scanner: {
      caseStyle: 'allow-kebab-for-camel',
      allowArgumentEscapeSequence: true,
      distanceOptions: distance,
    },
    documentation: { disableAnsiColor: true, onlyRequiredInUsageLine: true },
    determineExitCode: (error) =>
      error instanceof RootcauseError ? exitCodes[error.kind] : systemWords(error) === null ? ourBug : exitCodes.input,
    localization: {
      text: {
        ...text_en,
        exceptionWhileParsingArguments: (error) =>
          error instanceof ArgumentScannerError
            ? `rootcause: ${unreadable(error, first)}\n  ${first === 'run' ? wholeCommand : 'add --help to see what it takes'}`
            : told(error),
        exceptionWhileRunningCommand: (error) => told(error),
      },
    },
  })

/** Flags of a command that is to be run are taken for ours without it. */
const wholeCommand = 'write -- before the command, so that its flags stay its own: rootcause run -- curl -sS https://example.org'

/** What of the arguments cannot be read. The parser's own table goes by the names of classes, which the build shortens. */
function unreadable(error: ArgumentScannerError, first: string): string {
  if (error instanceof UnexpectedPositionalError) return tooMuch(first, error.input)
  if (error instanceof ArgumentParseError) {
    const { externalFlagNameOrPlaceholder: flag, input, exception } = error
    return `--${flag} cannot be ${JSON.stringify(input)}: ${exception instanceof RangeError ? exception.message : 'it is no number'}`
  }
  if (error instanceof UnsatisfiedFlagError) return `--${error.externalFlagName} needs a value`
  if (error instanceof UnsatisfiedPositionalError) return `the ${error.placeholder} is missing`
  if (error instanceof FlagNotFoundError) return unknownFlag(error)
  if (error instanceof UnexpectedFlagError) return `--${error.externalFlagName} stands there twice, and counts once`
  if (error instanceof AliasNotFoundError) return `there is no flag -${error.input}`
  return formatMessageForArgumentScannerError(error, {})
}

/** Commands that write no other form take --json too. */
function unknownFlag({ input, corrections }: FlagNotFoundError): string {
  const near = input === 'json' ? ['format json'] : corrections
  return `there is no flag --${input}${near.length === 0 ? '' : `; did you mean --${near.join(' or --')}?`}`
}

/** One word too many. Behind a first word that is no command, that is mostly a command mistyped. */
function tooMuch(first: string, input: string): string {
  const words = `${JSON.stringify(input)} is one word too many`
  if (isName(first) || first.startsWith('-') || /[./:]/.test(first)) return words
  const near = Object.keys(commands).filter((name) => name.startsWith(first.slice(0, 2).toLowerCase()))
  return `there is no command ${JSON.stringify(first)}${near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`}`
}

/** An expected failure, or what the system refused, in two lines; anything else with where it happened, for it is ours to mend. */
function told(error: unknown): string {
  if (error instanceof RootcauseError) return `rootcause: ${error.message}\n  ${error.hint}`
  const plain = systemWords(error)
  if (plain !== null) return `rootcause: ${plain.what}\n  ${plain.hint}`
  const where = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `rootcause: this is a bug of ours; please report it with the lines below\n${where}`
}

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Runs the program on this process. Without arguments it says what it is for. */
export async function main(words: readonly string[]): Promise<void> {
  const argv = words.length === 0 ? ['--help'] : words
  let isStopped = false
  const onStop: (() => void)[] = []
  const signal = once(() => {
    const stop = new AbortController()
    onStop.push(() => stop.abort())
    if (isStopped) stop.abort()
    return stop.signal
  })
  // Who asked for the signal ends in its own way; whoever did not is ended here, and what it has started with it (host/run.ts).
  let isHeeded = false
  const onSignal = () => {
    const isFirst = !isStopped
    isStopped = true
    for (const act of onStop) act()
    if (!isLeft && isFirst)
      stderr.write(
        '\nrootcause: stopping as soon as nothing is half done (Ctrl-C again stops now, and rootcause undo goes on from there)\n',
      )
    if (isHeeded) return
    process.stderr.write('\nrootcause: stopped\n')
    process.exit(exitCodes.stopped)
  }
  process.once('SIGINT', onSignal)
  process.once('SIGTERM', onSignal)
  // A reader that closed the pipe (`| head`) has seen enough, unless something was begun that must not be left half-way.
  let isLeft = true
  /** The terminal, as when ssh drops. */
  let isGone = false
  const onUnwritable = (error: Error): void => {
    const code = 'code' in error ? error.code : ''
    isGone ||= code === 'EIO'
    const isClosed = code === 'EPIPE' || code === 'EIO'
    if (isLeft && isClosed) process.exit(process.exitCode ?? 0)
    if (!isClosed) process.stderr.write(`rootcause: cannot write the output: ${error.message}\n`)
    if (isLeft) process.exit(exitCodes.observe)
    if (!isClosed) process.exitCode = exitCodes.observe
  }
  process.stdout.on('error', onUnwritable)
  // Whatever an argument, a file or a server put into a message: it is shown, never obeyed by the terminal.
  const used = new Set<NodeJS.WriteStream>([process.stdout])
  const stderr = {
    write: (text: string) => {
      if (!used.has(process.stderr)) process.stderr.on('error', onUnwritable)
      used.add(process.stderr)
      return process.stderr.write(text.split('\n').map(visible).join('\n'))
    },
    // Asked when it is needed: to look at the stream opens it.
    get isTTY() {
      return process.stderr.isTTY
    },
  }
  const own: Context['process'] = { stdout: process.stdout, stderr, exitCode: null }
  const context: Context = {
    process: own,
    host: nodeHost,
    readStdin,
    ask,
    now: seconds(Math.floor(Date.now() / 1000)),
    signal: () => {
      isHeeded = true
      return signal()
    },
    whenStopped(act) {
      isHeeded = true
      onStop.push(act)
    },
    stopAtOnce: () => {
      for (const name of endingSignals) process.removeListener(name, onSignal)
    },
    goesOn: () => {
      isLeft = false
      isHeeded = true
      context.stopAtOnce()
      process.once('SIGINT', onSignal)
      // A connection that drops, a system that goes down: both ask several times, and nobody is there to mend what is left half-way.
      process.on('SIGTERM', onSignal)
      process.on('SIGHUP', onSignal)
    },
  }
  const distance: Distance = { threshold: 0, weights: { insertion: 1, deletion: 3, substitution: 2, transposition: 0 } }
  const forCommand = () => {
    distance.threshold = mostDistance
    return context
  }
  const root = withoutAliases(routeMap(wanted(argv[0])))
  await run(application(root, argv[0] ?? '', distance), argv, { process: own, forCommand })
  isHeeded = true
  process.exitCode = normalised(own.exitCode)
  context.stopAtOnce()
  // Who was stopped does not wait for a server that is silent; and to take a whole process down costs more than to leave it.
  if (!isStopped) await Promise.all([...used].map(flushed))
  // What cannot be written fails at once, and is told later: a full disk is no success.
  if (process.stdout.errored) onUnwritable(process.stdout.errored)
  if (isGone) endByHangUp()
  process.exit()
}

/** Node sets its terminal back when it exits, and aborts with a core file where that is gone (observed: 20.20.2). */
function endByHangUp(): void {
  process.emit('exit', Number(process.exitCode ?? 0))
  process.kill(process.pid, 'SIGHUP')
}

/** When all that was written has left this process. A reader that went away has seen enough. */
const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    if (stream.writableLength === 0) resolve()
    else stream.write('', () => resolve())
  })

/** The parser's own codes are negative: arguments that it cannot read are usage, anything else is ours. */
function normalised(code: Context['process']['exitCode']): number {
  const n = Number(code ?? 0)
  if (n >= 0) return n
  return n === -4 || n === -5 ? 2 : ourBug
}

/** Most that is read of standard input. Our own bound: a case of a thousand stores is a tenth of it. */
const mostOctets = 2 ** 28

/** `y` or `yes` is a yes, anything else a no: whoever is not sure changes nothing. */
async function ask(question: string): Promise<boolean | null> {
  if (process.stdin.isTTY !== true) return null
  const { createInterface } = await import('node:readline/promises')
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await new Promise<string>((resolve) => {
      // Ctrl-C and the end of input are a no, and leave the line of the question open.
      prompt.once('close', () => {
        process.stderr.write('\n')
        resolve('')
      })
      void prompt.question(`${visible(question)} [y/N] `).then(
        (text) => {
          prompt.removeAllListeners('close')
          resolve(text)
        },
        () => resolve(''),
      )
    })
    return /^y(?:es)?$/i.test(answer.trim())
  } finally {
    prompt.close()
  }
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of process.stdin) {
    chunks.push(chunk)
    size += chunk.length
    if (size > mostOctets)
      throw new RootcauseError('input', 'standard input does not end', 'give a file of certificates, or a text')
  }
  return Buffer.concat(chunks)
}
