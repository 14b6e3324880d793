import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { About } from '../../../src/apply/journal-line.ts'
import type { Change, FileChange, Plan, RewriteChange, Tool } from '../../../src/model/plan.ts'
import type { Sha256 } from '../../../src/model/sha256.ts'

/** The SHA-256 of what is at a path now. */
export const hashAt = (path: string): Sha256 | null =>
  existsSync(path) ? (createHash('sha256').update(readFileSync(path)).digest('hex') as Sha256) : null

/** A plan of these changes, none of which needs rights. */
export const planOf = (changes: readonly Change[], needsRights = false): Plan => ({
  schema: 1,
  cure: 'test',
  title: 'a test',
  owner: 'user',
  scope: 'user',
  tried: 'real-tool',
  steps: changes.map((change) => ({ change, why: 'for the test', needsRights })),
  deltas: [],
  proof: { cures: [], breaks: [], stillRejects: [] },
  clients: [],
  notes: [],
})

/** A file that gets content, as it is now. */
export const fileChange = (path: string, content: string | null, mode = 0o644): FileChange => ({
  kind: 'file',
  path,
  before: hashAt(path),
  content: content === null ? null : Buffer.from(content).toString('base64'),
  mode,
})

/** A tool with nothing around it. */
export const toolOf = (argv: readonly [string, ...string[]], files: Readonly<Record<string, string>> = {}): Tool => ({
  argv,
  env: {},
  files,
})

/** Java's tool that puts a certificate into a key store, and takes it out. */
export const keytoolChange = (path: string, pem: string): RewriteChange => ({
  kind: 'rewrite',
  path,
  before: hashAt(path),
  tool: toolOf(
    [
      '/usr/bin/keytool',
      '-importcert',
      '-noprompt',
      '-alias',
      'rc',
      '-file',
      'rc.pem',
      '-keystore',
      '{copy}',
      '-storepass',
      'changeit',
    ],
    { 'rc.pem': pem },
  ),
  undo: toolOf([
    '/usr/bin/keytool',
    '-J-XX:TieredStopAtLevel=1',
    '-delete',
    '-alias',
    'rc',
    '-keystore',
    '{copy}',
    '-storepass',
    'changeit',
  ]),
})

export const about: About = {
  command: 'rootcause fix host --apply',
  target: 'host:443',
  incidents: [],
  clients: [],
  case: '{"schema":1}',
}

/** Everything below a folder: mode, owner, content or target, by path. */
export function snapshot(folder: string): Readonly<Record<string, string>> {
  const seen: Record<string, string> = {}
  const walk = (at: string): void => {
    for (const name of readdirSync(at)) {
      const path = join(at, name)
      const stat = lstatSync(path)
      const own = `${(stat.mode & 0o7777).toString(8)} ${stat.uid}:${stat.gid}`
      if (stat.isSymbolicLink()) seen[path] = `link ${readlinkSync(path)}`
      else if (stat.isDirectory()) {
        seen[path] = `folder ${own}`
        walk(path)
      } else seen[path] = `${own} ${hashAt(path) ?? ''}`
    }
  }
  if (statSync(folder).isDirectory()) walk(folder)
  return seen
}
