import type { Host } from '../../host/host.ts'
import { folderOf, placeIn, realPlace, textAt } from './place.ts'

/** What conditions of `includeIf` are asked about. */
export interface GitPlace {
  /** The `.git` of the repository; `null`: the shell stands in none. */
  readonly repository: string | null
  /** Addresses of its remotes. They may hold tokens: they are only compared. */
  readonly remotes: readonly string[]
}

/**
 * Whether the condition of an `includeIf` holds (git-config(1), Conditional includes: gitdir, gitdir/i, onbranch, hasconfig:remote.*.url).
 * `file`: the one that it stands in. A condition that is not known never does, for git passes over it (observed: git 2.39.5, 45 conditions).
 */
export function includes(host: Host, condition: string, file: string, { repository, remotes }: GitPlace): boolean {
  const [, kind = '', pattern = ''] = /^(gitdir|gitdir\/i|onbranch|hasconfig:remote\.\*\.url):(.*)$/s.exec(condition) ?? []
  if (kind === 'hasconfig:remote.*.url') return remotes.some((url) => isLike(url, pattern, false))
  if (repository === null || kind === '') return false
  if (kind === 'onbranch') {
    const [, branch] = /^ref: refs\/heads\/(.+?)\s*$/.exec(textAt(host, placeIn(host, repository, 'HEAD')) ?? '') ?? []
    return branch !== undefined && isLike(branch, withTail(pattern), false)
  }
  const wanted = withTail(absolutePattern(host, pattern, file))
  return [realPlace(host, repository), repository].some((path) => isLike(path.replaceAll('\\', '/'), wanted, kind === 'gitdir/i'))
}

/** All below a folder, where a pattern ends in a slash. */
const withTail = (pattern: string): string => (pattern.endsWith('/') ? `${pattern}**` : pattern)

/** prepare_include_condition_pattern of git's config.c: the user's folder, the folder of the file itself, or anywhere. */
function absolutePattern(host: Host, pattern: string, file: string): string {
  const slashes = (path: string): string => path.replaceAll('\\', '/')
  if (/^~[\\/]/.test(pattern)) return `${slashes(host.home)}${pattern.slice(1)}`
  if (pattern.startsWith('./')) return `${slashes(folderOf(realPlace(host, file)))}${pattern.slice(1)}`
  return /^(?:[A-Za-z]:)?\//.test(pattern) ? pattern : `**/${pattern}`
}

/**
 * Whether a text is as a pattern says (gitglossary(7), pathspec, glob): `*` and `?` stop at a slash, `**` between slashes does not. `isBlind`:
 * the text is taken in lower case, and the pattern too but for single letters of a set (observed: git 2.39.5; wildmatch.c).
 */
function isLike(text: string, pattern: string, isBlind: boolean): boolean {
  const fold = (part: string): string => (isBlind ? part.toLowerCase() : part)
  const parts = /(?<=^|\/)\*\*\/|(?<=^|\/)\*\*$|\*+|\?|\[(?:[!^]?\]?[^\]]*)\]|\\.|[\s\S]/g
  const wanted = [...pattern.matchAll(parts)].map(([part]) => {
    if (part === '**/') return '(?:.*/)?'
    if (part === '**') return '.*'
    if (part.startsWith('*')) return '[^/]*'
    if (part === '?') return '[^/]'
    if (part.length > 2 && part.startsWith('[')) return `(?!/)${setOf(part, isBlind)}`
    return fold(part.length === 2 ? part.slice(1) : part).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  })
  try {
    return new RegExp(`^${wanted.join('')}$`, 's').test(fold(text))
  } catch {
    // A set that is no set (`[b-a]`) matches nothing.
    return false
  }
}

function setOf(part: string, isBlind: boolean): string {
  const plain = part.replace(/^\[!/, '[^').replaceAll('\\', '\\\\')
  return isBlind ? plain.replace(/[A-Z]-[A-Z]/g, (range) => `${range}${range.toLowerCase()}`) : plain
}
