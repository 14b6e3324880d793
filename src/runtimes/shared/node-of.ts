import type { Host } from '../../host/host.ts'
import { onSearchPath } from '../search-path.ts'
import { nodeTrust, type NodeTrust } from './node-trust.ts'
import { nodeVersion } from './node-version.ts'
import { folderOf, kindAt, nameOf, placeIn, realPlace } from './place.ts'

/** The Node that runs a script such as npm. */
export interface ScriptNode {
  readonly path: string
  readonly version: string | null
}

/** The Node beside a script's own start file, else the first on the search path; `null`: there is none. */
export async function nodeOf(host: Host, program: string): Promise<ScriptNode | null> {
  const path = nodeBeside(host, program)
  return path === null ? null : { path, version: await nodeVersion(host, path) }
}

function nodeBeside(host: Host, program: string): string | null {
  const beside = placeIn(host, folderOf(program), host.platform === 'win32' ? 'node.exe' : 'node')
  return kindAt(host, beside) === 'file' ? beside : (onSearchPath(host, 'node')[0] ?? null)
}

/** The folder that npm and Yarn 1 call the global prefix when nothing sets one: that above the `bin` of their Node, on Windows %APPDATA%\npm. */
export function usualPrefix(host: Host, program: string): string {
  if (host.platform === 'win32') return placeIn(host, host.env['APPDATA'] ?? '', 'npm')
  const folder = folderOf(realPlace(host, nodeBeside(host, program) ?? program))
  return nameOf(folder) === 'bin' ? folderOf(folder) : folder
}

/** What that Node trusts; a variable that turns its verification off does not reach programs that ask for it themselves, as npm does. */
export async function scriptTrust(host: Host, program: string): Promise<NodeTrust | null> {
  const node = await nodeOf(host, program)
  return node === null ? null : nodeTrust(host, node.path, node.version)
}
