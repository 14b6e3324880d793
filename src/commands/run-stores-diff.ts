import { decodeText } from '../capture/decode-text.ts'
import type { Host } from '../host/host.ts'
import { RootcauseError } from '../model/error.ts'
import type { SavedStores, StoreDifference, StoreMembers } from '../model/machine.ts'
import { renderStoresDiff } from '../report/machine/diff.ts'
import { paint } from '../terminal/paint.ts'
import { terminalOf } from '../terminal/terminal.ts'
import type { Context } from './context.ts'
import { isJson, type JsonFlags } from './json-flags.ts'
import { savedStores } from './saved-stores.ts'
import { storeDifference, storeMembers } from './store-members.ts'
import { shellWord } from './typed-again.ts'

/** Compares two stores, or saved stores with what they are now. Exit code 0: nothing differs; 1: something does; 3: one cannot be read. */
export async function runStoresDiff(this: Context, flags: JsonFlags, a: string, b?: string): Promise<void> {
  const differences = b === undefined ? await sinceThen(this, a) : [storeDifference(...(await both(this, a, b)))]
  const { stdout } = this.process
  if (isJson(flags)) stdout.write(`${JSON.stringify({ schema: 1, at: this.now, differences }, null, 2)}\n`)
  else stdout.write(paint(renderStoresDiff(differences, this.now), terminalOf(stdout, this.host.env)))
  this.process.exitCode = differences.some(isUnread) ? 3 : differences.some(differs) ? 1 : 0
}

const isUnread = ({ left, right }: StoreDifference): boolean => 'unreadable' in left || 'unreadable' in right

const differs = ({ onlyLeft, onlyRight, otherwiseTrusted }: StoreDifference): boolean =>
  onlyLeft.length + onlyRight.length + otherwiseTrusted.length > 0

async function both({ host }: Context, a: string, b: string) {
  return [savedAmong(host, a, b) ?? (await storeMembers(host, a)), await storeMembers(host, b)] as const
}

/** What a file of `--save` holds of a store; `null`: it is no such file. */
function savedAmong(host: Host, file: string, name: string): StoreMembers | null {
  if (host.stat(file) !== 'file') return null
  const saved = savedIn(host, file)
  if (saved === null) return null
  const found = saved.stores.find((store) => store.name === name)
  if (found !== undefined) return found
  const names = saved.stores.map((store) => store.name).join(', ')
  throw new RootcauseError(
    'usage',
    `${file} holds no store ${JSON.stringify(name)}`,
    `it holds: ${names === '' ? 'none' : names}`,
  )
}

async function sinceThen({ host }: Context, file: string): Promise<readonly StoreDifference[]> {
  const isFile = host.stat(file) === 'file'
  const saved = isFile ? readSaved(host.readFile(file), file) : await refuseAlone(host, file)
  const differences: StoreDifference[] = []
  for (const then of saved.stores) {
    const now = await storeMembers(host, then.name).catch((error: unknown) => {
      if (!(error instanceof RootcauseError)) throw error
      return { name: then.name, origin: then.name, unreadable: 'nothing is there' }
    })
    differences.push(storeDifference(then, now))
  }
  return differences
}

function savedIn(host: Host, file: string): SavedStores | null {
  try {
    const bytes = host.readFile(file)
    return bytes === null ? null : savedStores(decodeText(bytes))
  } catch {
    // That it cannot be read is told of it as a store.
    return null
  }
}

/** A store alone is compared with nothing. Throws: that, or that there is none of that name. */
async function refuseAlone(host: Host, name: string): Promise<never> {
  const isStore = await storeMembers(host, name).then(
    () => true,
    (error: unknown) => {
      if (!(error instanceof RootcauseError)) throw error
      return false
    },
  )
  if (!isStore) throw unsaved(`there is no file ${name}`)
  const hint = `rootcause stores diff ${shellWord(name)} debian-12, or another store`
  throw new RootcauseError('usage', `${name} is one store: name the one that it is compared with`, hint)
}

function readSaved(bytes: Uint8Array | null, file: string): SavedStores {
  const saved = bytes === null ? null : savedStores(decodeText(bytes))
  if (saved === null) throw unsaved(bytes === null ? `there is no file ${file}` : `${file} holds no saved stores`)
  return saved
}

const unsaved = (what: string): RootcauseError =>
  new RootcauseError(
    'usage',
    what,
    'rootcause stores diff A B compares two stores; rootcause stores --save stores.json makes a file to compare with later',
  )
