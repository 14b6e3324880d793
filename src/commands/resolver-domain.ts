import type { Host } from '../host/host.ts'

/** Name servers that are set for the names of one domain. */
export interface ResolverDomain {
  /** Lower case, without a dot at either end; empty: all names. */
  readonly domain: string
  /** Meant is that name alone, or what lies below it alone; absent: both. */
  readonly reach?: 'itself' | 'below'
  /** As they are written; empty: names of the domain are asked for like all others. */
  readonly servers: readonly string[]
  readonly where: string
}

/** A domain as settings write it: `.corp.example`, `~corp.example.`, `Corp.Example`. */
export const plainDomain = (text: string): string => text.toLowerCase().replace(/^[~.]+|\.$/g, '')

/** Names in a folder; none where it is not there or cannot be read. */
export function namesIn(host: Host, path: string): readonly string[] {
  try {
    return host.list(path) ?? []
  } catch {
    return []
  }
}

/** Words behind a keyword in a file like resolv.conf (resolv.conf(5); resolver(5) of macOS), by line; comments begin with `#` or `;`. */
export function directives(lines: readonly string[], keyword: string): readonly (readonly string[])[] {
  return lines.flatMap((line) => {
    const [first, ...words] = (line.split(/[#;]/, 1)[0] ?? '').trim().split(/\s+/)
    return first === keyword && words.length > 0 ? [words] : []
  })
}
