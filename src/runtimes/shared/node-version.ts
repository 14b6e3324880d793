import type { Host } from '../../host/host.ts'
import { askedFor } from './asked-version.ts'
import { folderOf, nameOf, placeIn, realPlace, textAt } from './place.ts'

/** The release of a Node by the header that lies beside it, else by its own word. `null`: neither tells. */
export async function nodeVersion(host: Host, program: string): Promise<string | null> {
  const folder = folderOf(realPlace(host, program))
  const prefix = nameOf(folder) === 'bin' ? folderOf(folder) : folder
  // A header in /usr may be that of a package for development, of another release than the program.
  const header = prefix === '/usr' ? null : textAt(host, placeIn(host, prefix, 'include', 'node', 'node_version.h'))
  return fromHeader(header ?? '') ?? fromWord(await askedFor(host, program, ['--version']))
}

function fromHeader(text: string): string | null {
  const parts = ['MAJOR', 'MINOR', 'PATCH'].map((part) => new RegExp(`^#define NODE_${part}_VERSION (\\d+)`, 'm').exec(text)?.[1])
  return parts.every((part) => part !== undefined) ? parts.join('.') : null
}

const fromWord = (text: string | null): string | null => /^v(\d+\.\d+\.\d+)/.exec(text ?? '')?.[1] ?? null
