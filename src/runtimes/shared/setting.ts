import type { Setting } from '../../model/machine.ts'

/** A variable of the environment; passwords within addresses are cut. */
export const variable = (name: string, value: string): Setting => ({
  kind: 'variable',
  name,
  value: withoutPasswords(value),
  where: '',
})

/** What a program does when nothing is set. */
export const builtIn = (name: string, value: string): Setting => ({ kind: 'built-in', name, value, where: '' })

/** A line of a file; `line` counts from 1, 0 is the file as a whole. */
export const inFile = (name: string, value: string, path: string, line: number): Setting => ({
  kind: 'file',
  name,
  value: withoutPasswords(value),
  where: line === 0 ? path : `${path}:${line}`,
})

/**
 * `https://user:secret@proxy` as `https://user:***@proxy`; a lone token before the `@` goes whole. `user:secret@proxy` without a scheme
 * goes whole as well, at the beginning of a word: pip and proxies take it (PIP_TRUSTED_HOST), and paths have a slash before their `@`.
 */
export function withoutPasswords(text: string): string {
  return text
    .replace(/(:\/\/)([^/@\s:]*)(:[^/@\s]*)?@/g, (_, start: string, user: string, password: string | undefined) =>
      password === undefined ? `${start}***@` : `${start}${user}:***@`,
    )
    .replace(/(^|[\s,;="'])([^/\\@\s:,;="']*):(?![\\/])[^@\s,;"']*@/g, (_, start: string) => `${start}***@`)
}
