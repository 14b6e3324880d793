import type { Hand } from '../host/hand.ts'
import type { Change, EntryChange, FileChange, RegenerateChange, RewriteChange, Step, Tool } from '../model/plan.ts'
import type { Sha256 } from '../model/sha256.ts'
import { decodeBase64 } from '../x509/base64.ts'
import { handFor, runWhenFree } from './hand-for.ts'
import type { FileBefore, StepLine } from './journal-line.ts'
import type { UndoPorts } from './ports.ts'
import { sha256Of } from './sha256-of.ts'

/** Writes down how far a step came. */
export type Log = (line: Omit<StepLine, 'kind' | 'id' | 'at' | 'step'>) => void

/** Carries out one step: writes down what will be, does it, looks whether it took. Throws why not; what was begun then stands in the journal. */
export async function doStep(step: Step, ports: UndoPorts, log: Log): Promise<void> {
  const hand = await handFor(step, ports)
  const { change } = step
  if (change.kind === 'file') await doFile(change, hand, ports, log)
  else if (change.kind === 'rewrite') await doRewrite(change, hand, ports, log)
  else if (change.kind === 'entry') await doEntry(change, hand, ports, log)
  else await doRegenerate(change, hand, log)
  log({ state: 'done' })
}

/** What a file will hold; `null`: it is removed. */
export const contentOf = ({ content }: FileChange): Uint8Array | null => (content === null ? null : decodeBase64(content).bytes)

/** A tool that works on a copy. */
export const onCopy = (tool: Tool, copy: string): Tool => {
  const [program, ...args] = tool.argv
  return { ...tool, argv: [program, ...args.map((word) => word.replaceAll('{copy}', copy))] }
}

async function doFile(change: FileChange, hand: Hand, { journal, told }: UndoPorts, log: Log): Promise<void> {
  const content = contentOf(change)
  const after = content === null ? null : sha256Of(content)
  const before = keptBefore(hand, change.path, journal.keep)
  // It may have changed since all was looked at: while a password was typed, or before we had the machine's lock.
  if ((before?.sha256 ?? null) !== change.before) throw new Error(`${change.path} is not as it was when the plan was made`)
  const folders = content === null ? [] : hand.missingFolders(change.path)
  log({ state: 'intent', before, after, folders })
  const { notes } = await hand.put(change.path, content, change.mode)
  notes.forEach(told)
  expectAt(hand, change.path, after)
}

async function doRewrite(change: RewriteChange, hand: Hand, { journal, told }: UndoPorts, log: Log): Promise<void> {
  const { path } = change
  const before = keptBefore(hand, path, journal.keep)
  log({ state: 'intent', before, folders: hand.missingFolders(path) })
  await rewritten(change.tool, path, before?.sha256 ?? null, hand, (content) => {
    if (content === null) throw new Error(`${change.tool.argv[0]} made nothing`)
    const after = journal.keep(content)
    if (after === before?.sha256) throw new Error(`${change.tool.argv[0]} changed nothing`)
    log({ state: 'intent', after })
  }).then((notes) => notes.forEach(told))
}

/**
 * Has a tool work on a copy of a file and renames it over the file, if that is still `now`. `first` sees what came out, before it counts.
 * Gives notes for the reader; throws with the file as it was and the copy gone.
 */
export async function rewritten(
  tool: Tool,
  path: string,
  now: Sha256 | null,
  hand: Hand,
  first: (content: Uint8Array | null) => void,
): Promise<readonly string[]> {
  const copy = await hand.copyBeside(path)
  try {
    await runWhenFree(hand, onCopy(tool, copy))
    const made = hand.read(copy)
    first(made?.content ?? null)
    if ((hand.read(path)?.sha256 ?? null) !== now) throw new Error(`somebody else changed ${path} meanwhile`)
    const { notes } = await hand.replaceBy(path, copy)
    expectAt(hand, path, made?.sha256 ?? null)
    return notes
  } catch (error) {
    await hand.put(copy, null, 0)
    throw error
  }
}

async function doEntry(change: EntryChange, hand: Hand, { holds, refuses, told }: UndoPorts, log: Log): Promise<void> {
  // Before anything is begun: taking it back would take away what somebody decided.
  if (change.present && (await refuses?.(change.store, change.certificate)) === true)
    throw new Error(`${change.store} distrusts the certificate: somebody decided so`)
  const was = await holds(change.store, change.certificate)
  log({ state: 'intent', was })
  if (was === change.present) return
  if (change.prompt !== '') told(`the system will ask: ${change.prompt}`)
  await runWhenFree(hand, change.tool)
  if ((await holds(change.store, change.certificate)) === !change.present)
    throw new Error(`${change.tool.argv[0]} ended well, and ${change.store} is as before`)
}

async function doRegenerate({ tool }: RegenerateChange, hand: Hand, log: Log): Promise<void> {
  log({ state: 'intent' })
  await runWhenFree(hand, tool)
}

function keptBefore(hand: Hand, path: string, keep: (content: Uint8Array) => Sha256): FileBefore | null {
  const now = hand.read(path)
  if (now === null) return null
  const { content, mode, uid, gid } = now
  return { sha256: keep(content), mode, uid, gid }
}

function expectAt(hand: Hand, path: string, sha256: Sha256 | null): void {
  if ((hand.read(path)?.sha256 ?? null) !== sha256) throw new Error(`${path} is not as it was written: somebody else changes it`)
}

/** Where a change lies, for the reader. */
export const placeOf = (change: Change): string =>
  change.kind === 'file' || change.kind === 'rewrite' ? change.path : change.store
