import type { StateIo } from '../host/state-io.ts'
import type { Plan } from '../model/plan.ts'
import type { Sha256 } from '../model/sha256.ts'
import { isoTime, type UnixSeconds } from '../model/time.ts'
import { type About, type Line, readLines, writeLine } from './journal-line.ts'
import { holderOf, type Lock, takeLock } from './lock.ts'
import { sha256Of } from './sha256-of.ts'

/** What was done to a machine, and all that it takes to take it back. Two of them lie on a machine: the user's and the machine's. */
export interface Journal {
  readonly folder: string
  /** For one at a time: whoever changes something holds it. The other process's number where there is one. */
  readonly lock: () => Lock | { readonly heldBy: number }
  /** The process that is changing something now; `null`: none is. */
  readonly heldBy: () => number | null
  /** Begins a change; gives its identifier, `2026-11-22-1`. */
  readonly begin: (about: About, plans: readonly Plan[], at: UnixSeconds) => string
  readonly append: (line: Line) => void
  /** `null`: there is no such change. */
  readonly lines: (id: string) => readonly Line[] | null
  /** The eldest first. */
  readonly ids: () => readonly string[]
  /** Keeps content by its hash. */
  readonly keep: (content: Uint8Array) => Sha256
  /** `null`: it is not there, or is not what its name says. */
  readonly kept: (sha256: Sha256) => Uint8Array | null
}

/**
 * The journal in a folder of its own: `changes/<id>.ndjson`, `objects/<hash>`, `locks/<number>`. The folder is made when something is
 * written; reading one that is not this user's alone gives nothing, for what a journal says is carried out. `elsewhere`: identifiers that
 * other journals have given away; a change of the same name here would be taken for theirs.
 */
export function openJournal(folder: string, io: StateIo, elsewhere: () => readonly string[] = () => []): Journal {
  const [changes, objects] = [io.join(folder, 'changes'), io.join(folder, 'objects')]
  const pathOf = (id: string): string => io.join(changes, `${id}.ndjson`)
  const make = (inner: string): void => {
    io.makeOwn(folder)
    io.makeOwn(inner)
  }
  const kept = (sha256: Sha256): Uint8Array | null => {
    const content = io.isOwn(objects) ? io.read(io.join(objects, sha256)) : null
    return content !== null && sha256Of(content) === sha256 ? content : null
  }
  const keep = (content: Uint8Array): Sha256 => {
    make(objects)
    const sha256 = sha256Of(content)
    if (kept(sha256) === null) io.replace(io.join(objects, sha256), content)
    return sha256
  }
  const idsThere = (): readonly string[] =>
    io.isOwn(folder) && io.isOwn(changes)
      ? io.list(changes).flatMap((name) => /^(\d{4,}-\d\d-\d\d-\d+)\.ndjson$/.exec(name)?.[1] ?? [])
      : []
  return {
    folder,
    lock: () => {
      const locks = io.join(folder, 'locks')
      make(locks)
      const lock = takeLock(locks, io)
      if ('release' in lock) for (const inner of [locks, changes, objects]) io.sweep(inner)
      return lock
    },
    heldBy: () => (io.isOwn(folder) ? holderOf(io.join(folder, 'locks'), io) : null),
    begin: (about, plans, at) => {
      make(changes)
      const text = about.case === null ? null : keep(new TextEncoder().encode(about.case))
      const day = isoTime(at).slice(0, 10)
      const known = elsewhere()
      for (let n = 1; ; n++) {
        const id = `${day}-${n}`
        if (known.includes(id)) continue
        if (io.create(pathOf(id), writeLine({ kind: 'plan', id, at, about: { ...about, case: text }, plans }))) return id
      }
    },
    append: (line) => {
      const path = pathOf(line.id)
      // After a torn line: what was cut off by a crash stays a line of its own.
      const isWhole = io.read(path)?.at(-1) === 0x0a
      const text = writeLine(line)
      io.append(path, isWhole ? text : Uint8Array.from([0x0a, ...text]))
    },
    lines: (id) => {
      const bytes = idsThere().includes(id) ? io.read(pathOf(id)) : null
      return bytes === null ? null : readLines(id, bytes)
    },
    ids: () => idsThere().toSorted(inOrder),
    keep,
    kept,
  }
}

function inOrder(a: string, b: string): number {
  const [day, number] = [a.lastIndexOf('-'), b.lastIndexOf('-')]
  if (a.slice(0, day) !== b.slice(0, number)) return a < b ? -1 : 1
  return Number(a.slice(day + 1)) - Number(b.slice(number + 1))
}
