import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { certificatesPem, faults, type ServedFault, startLab } from '../lab/index.ts'
import type { Serve } from '../lab/fault.ts'
import { RootcauseError } from '../model/error.ts'
import { isoTime } from '../model/time.ts'
import { code, command, hanging, type Line, phrase, textOf } from '../report/styled.ts'
import { paint } from '../terminal/paint.ts'
import { terminalOf } from '../terminal/terminal.ts'
import type { Context } from './context.ts'
import type { LabFlags } from './flags.ts'
import { shellWord } from './typed-again.ts'

/** Lists the faults, or serves one or all until stopped. */
export async function runLab(this: Context, flags: LabFlags, wanted = 'list'): Promise<void> {
  const { stdout, stderr } = this.process
  const { port } = flags
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535))
    throw new RootcauseError(
      'usage',
      `--port ${port} is out of range`,
      'give a whole number from 1 to 65535, or 0 for any that is free',
    )
  if (wanted === 'list') {
    stdout.write(
      stdout.isTTY === true
        ? paint(listed(), terminalOf(stdout, this.host.env))
        : listed()
            .map((l) => `${textOf(l)}\n`)
            .join(''),
    )
    return
  }
  const chosen = wanted === 'all' ? faults : faults.filter((f) => f.id === wanted)
  if (chosen.length === 0) throw new RootcauseError('usage', `there is no fault ${JSON.stringify(wanted)}`, suggestion(wanted))
  const signal = this.signal()
  const served = await startLab(chosen, { now: this.now, ...(port === undefined ? {} : { port }) })
  let dir: string | null = null
  try {
    dir = folder(flags.dir)
    for (const server of served.servers) stdout.write(describe(server, dir))
    stderr.write('\nServing until you press Ctrl-C.\n')
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve()
      else signal.addEventListener('abort', () => resolve(), { once: true })
    })
  } finally {
    await served.close()
    // The authorities end with the servers; a folder that the reader named is the reader's.
    if (flags.dir === undefined && dir !== null) rmSync(dir, { recursive: true, force: true })
  }
}

function listed(): readonly Line[] {
  const width = Math.max(...faults.map((f) => f.id.length))
  return [
    ...faults.map(({ id, shows }) => hanging('    ', phrase`${code(id)}${' '.repeat(width - id.length)}  ${shows}`)),
    [],
    phrase`${command('rootcause lab <fault>')} serves one, ${command('rootcause lab all')} serves every one.`,
  ]
}

function suggestion(wanted: string): string {
  const word = wanted.split('-')[0] ?? wanted
  const near = faults.filter((f) => f.id.includes(word)).map((f) => f.id)
  return near.length === 0
    ? 'rootcause lab list shows them all'
    : `try ${near.slice(0, 4).join(', ')}; rootcause lab list shows them all`
}

function folder(dir: string | undefined): string {
  try {
    if (dir === undefined) return mkdtempSync(join(tmpdir(), 'rootcause-lab-'))
    // Not recursive: Node 20 never returns from that below /proc.
    if (!existsSync(dir)) mkdirSync(dir)
    return dir
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new RootcauseError(
      'input',
      `cannot make the folder ${dir ?? tmpdir()}: ${why}`,
      'give --dir a folder that you may write',
      { cause },
    )
  }
}

/** Writes the CA files of one fault and tells how to reach it. */
function describe({ fault, built, ports, anchorsPem }: ServedFault, dir: string): string {
  const ca = join(dir, `${fault.id}.pem`)
  writeFileSync(ca, anchorsPem)
  const stores = (built.stores ?? []).map((store) => {
    const file = join(dir, `${fault.id}.${store.id}.pem`)
    writeFileSync(file, certificatesPem(store.anchors))
    return { file, line: `    store ${store.id}: ${file}  (${store.origin})\n` }
  })
  const at = built.at === undefined ? '' : ` --at ${isoTime(built.at)}`
  // Where several stores make the fault, one of them alone shows half of it.
  const asked = (stores.length === 0 ? [ca] : stores.map(({ file }) => file))
    .map((file) => ` --store ${shellWord(file)}`)
    .join('')
  const commands = ports.map(
    (port) =>
      `    rootcause check 127.0.0.1:${port} --servername ${built.host} --host ${built.host}${asked}${at}${toSee[built.serve.kind] ?? ''}\n`,
  )
  return [
    `${fault.id}  ${ports.map((p) => `127.0.0.1:${p}`).join('  ')}\n`,
    `    ${fault.shows}\n`,
    ...stores.map(({ line }) => line),
    ...commands,
  ].join('')
}

/** Without these flags one sees half of a fault that lies in a difference. */
const toSee: Readonly<Partial<Record<Serve['kind'], string>>> = {
  'by-hello': ' --hello tls1.3 --hello tls1.2 --hello tls1.2-rsa',
  'by-name': ' --hello tls1.3 --hello tls1.2 --hello tls1.2-nosni',
  'by-turns': ' --repeat 2',
}
