import { gzipSync } from 'node:zlib'
import { keptFolder } from '../fetch/kept-folder.ts'
import { RootcauseError } from '../model/error.ts'
import { seconds } from '../model/time.ts'
import { addresses } from '../programmes/addresses.ts'
import { nodeOctets } from '../programmes/cached-content.ts'
import { publishedSources } from '../programmes/index.ts'
import type { PublishedSource } from '../programmes/published-source.ts'
import { writeArchive } from '../programmes/shared/cache-archive.ts'
import type { Keeping } from '../programmes/shared/cache-keep.ts'
import { marksFolder, marksOf, publishedFolder, readCached } from '../programmes/shared/cache-read.ts'
import { paint } from '../terminal/paint.ts'
import { terminalOf } from '../terminal/terminal.ts'
import { chainJudge, embeddedAnchors } from './chain-verifier.ts'
import { connectThrough } from './connect-through.ts'
import type { Context } from './context.ts'
import { fetchPublished, type Updated } from './fetch-published.ts'
import { publishedFromFile } from './published-from-file.ts'
import { saveText } from './save-case.ts'
import { isJson, type JsonFlags } from './json-flags.ts'
import { type Listed, renderListed, renderUpdated, type Saved, type UpdateReport } from './update-report.ts'
import { messageOf } from '../host/system-words.ts'

/** What `update` takes. */
export interface UpdateFlags extends JsonFlags {
  readonly list?: boolean
  readonly only?: readonly string[]
  readonly save?: string
  readonly from?: string
  readonly sha256?: string
}

/** For one publication with everything, and without an octet, in milliseconds: the largest is tens of megabytes. */
const limits = { timeoutMs: 300_000, idleMs: 20_000 }

/** Fetches what is published, or takes it from a file, or lists it. Exit code 0: all were had; 1: some were not; 3: none was. */
export async function runUpdate(this: Context, flags: UpdateFlags): Promise<void> {
  checkFlags(flags)
  const sources = chosen(flags.only ?? [])
  if (flags.list === true) return list(this, sources, isJson(flags))
  const keeping = await keepingOf(this)
  const done =
    flags.from === undefined
      ? await fetched(this, sources, keeping, flags)
      : await taken(this, flags.from, flags, sources, keeping)
  const saved = flags.save === undefined ? null : save(flags.save, sources, keeping)
  const report: UpdateReport = {
    schema: 1,
    at: this.now,
    folder: publishedFolder(this.host) ?? '',
    publications: done,
    saved,
    contacted: [...new Set(done.flatMap(({ contacted }) => contacted))],
  }
  const { stdout } = this.process
  if (isJson(flags)) stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  else stdout.write(paint(renderUpdated(report), terminalOf(stdout, this.host.env)))
  const good = done.filter(({ result }) => result === 'fetched' || result === 'not-modified').length
  this.process.exitCode = good === done.length ? 0 : good === 0 ? 3 : 1
}

function checkFlags({ list: isList, save: file, from, sha256 }: UpdateFlags): void {
  const wrong = (message: string, hint: string): never => {
    throw new RootcauseError('usage', message, hint)
  }
  if (isList === true && (file !== undefined || from !== undefined))
    wrong('--list changes and writes nothing', 'leave out --save and --from')
  if (sha256 !== undefined && from === undefined) wrong('--sha256 is that of a file', 'say which with --from')
}

function chosen(only: readonly string[]): readonly PublishedSource[] {
  const unknown = only.find((id) => !publishedSources.some((s) => s.id === id))
  if (unknown !== undefined) {
    const ids = publishedSources.map(({ id }) => id).join(', ')
    throw new RootcauseError('usage', `there is no publication ${JSON.stringify(unknown)}`, `these are: ${ids}`)
  }
  return only.length === 0 ? publishedSources : publishedSources.filter(({ id }) => only.includes(id))
}

async function keepingOf({ host, now }: Context): Promise<Keeping> {
  const [cache, state] = [publishedFolder(host), marksFolder(host)]
  if (cache === null || state === null) {
    throw new RootcauseError(
      'observe',
      'this user has no folder to keep anything in',
      'set HOME (on Windows LOCALAPPDATA) to a folder',
    )
  }
  return { host, now, octets: await nodeOctets(), cache: keptFolder(cache), state: keptFolder(state) }
}

async function fetched(
  context: Context,
  sources: readonly PublishedSource[],
  keeping: Keeping,
  { json }: UpdateFlags,
): Promise<readonly Updated[]> {
  const { host } = context
  const signal = context.signal()
  const { stderr } = context.process
  const progress = stderr.isTTY === true && json !== true
  if (progress) stderr.write(`fetching ${sources.length} publications ...\n`)
  const done = await fetchPublished(sources, {
    ...keeping,
    ...limits,
    addresses,
    connect: connectThrough(host.env),
    judge: chainJudge(await embeddedAnchors()),
    signal,
    onDone: ({ id, result }) => {
      if (progress) stderr.write(`  ${id}: ${result}\n`)
    },
  })
  if (signal.aborted) throw new RootcauseError('stopped', 'stopped', 'what was fetched before is kept; nothing is half kept')
  return done
}

async function taken(
  { host, readStdin, now }: Context,
  path: string,
  { sha256 }: UpdateFlags,
  sources: readonly PublishedSource[],
  keeping: Keeping,
): Promise<readonly Updated[]> {
  const bytes = path === '-' ? await readStdin() : fileOf(path, host)
  const modified = path === '-' ? now : (host.modified(path) ?? seconds(0))
  return publishedFromFile({ bytes, modified, sha256: sha256 ?? null }, sources, keeping)
}

function fileOf(path: string, { readFile }: Context['host']): Uint8Array {
  try {
    const bytes = readFile(path)
    if (bytes !== null) return bytes
  } catch (cause) {
    const why = messageOf(cause)
    throw new RootcauseError('input', `cannot read ${path}: ${why}`, 'give --from a file that you may read', { cause })
  }
  throw new RootcauseError('input', `there is no file ${path}`, 'give --from a file of rootcause update --save, or a publication')
}

/** Everything that is kept of them and counts, as one file. */
function save(path: string, sources: readonly PublishedSource[], { host, now, octets }: Keeping): Saved {
  const marks = marksOf(host)
  const all = sources.flatMap((source) => {
    const cached = readCached(host, source, marks, now, octets)
    return cached.kind === 'content' ? [cached] : []
  })
  if (all.length === 0)
    throw new RootcauseError(
      'observe',
      'there is nothing to save: no publication is kept',
      'rootcause update --list shows what is kept',
    )
  const file = gzipSync(writeArchive(all))
  saveText(path, () => file)
  return { file: path, sha256: octets.sha256(file), octets: file.length, publications: all.map(({ facts }) => facts.id) }
}

async function list(
  { host, now, process: { stdout } }: Context,
  sources: readonly PublishedSource[],
  asJson: boolean,
): Promise<void> {
  const octets = await nodeOctets()
  const marks = marksOf(host)
  const all = sources.map((source): Listed => {
    const cached = readCached(host, source, marks, now, octets)
    return {
      id: source.id,
      title: source.title,
      addresses: addresses[source.id] ?? [],
      kept: cached.kind === 'content' ? cached.facts : null,
      unusable: cached.kind === 'unusable' ? cached.why : '',
    }
  })
  const report = { schema: 1, at: now, folder: publishedFolder(host) ?? '', publications: all } as const
  if (asJson) stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  else stdout.write(paint(renderListed(report), terminalOf(stdout, host.env)))
}
