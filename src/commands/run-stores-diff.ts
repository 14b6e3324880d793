import { decodeText } from '../capture/decode-text.ts'
import { RootcauseError } from '../model/error.ts'
import type { SavedStores, StoreDifference } from '../model/machine.ts'
import { renderStoresDiff } from '../report/machine/diff.ts'
import { paint } from '../terminal/paint.ts'
import { terminalOf } from '../terminal/terminal.ts'
import type { Context } from './context.ts'
import { isJson, type JsonFlags } from './json-flags.ts'
import { savedStores } from './saved-stores.ts'
import { storeDifference, storeMembers } from './store-members.ts'

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
  return [await storeMembers(host, a), await storeMembers(host, b)] as const
}

async function sinceThen({ host }: Context, file: string): Promise<readonly StoreDifference[]> {
  const saved = readSaved(host.readFile(file), file)
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

function readSaved(bytes: Uint8Array | null, file: string): SavedStores {
  const saved = bytes === null ? null : savedStores(decodeText(bytes))
  if (saved !== null) return saved
  throw new RootcauseError(
    'usage',
    bytes === null ? `there is no file ${file}` : `${file} holds no saved stores`,
    'rootcause stores diff A B compares two stores; rootcause stores --save stores.json makes a file to compare with later',
  )
}
