import { isPowershell, quotedForPowershell } from '../cures/shared/powershell-profile.ts'
import { isReadAtLogin } from '../cures/shared/user-variable.ts'
import type { Host } from '../host/host.ts'
import type { FileChange, Plan } from '../model/plan.ts'
import { decodeBase64 } from '../x509/base64.ts'
import { shellWord } from './typed-again.ts'

/**
 * What is left to the reader where plans set variables: the shell that is open now began before them. Empty: it has them; otherwise one sentence. The files are
 * read by `.`, which sh (POSIX, dot), bash, zsh, fish (fish(1), source) and PowerShell have.
 */
export function newShell(plans: readonly Plan[], host: Host): readonly string[] {
  const { env } = host
  const wanting = plans.filter(({ sets = {} }) => Object.entries(sets).some(([name, value]) => env[name] !== value))
  if (wanting.length === 0) return []
  const files = wanting.flatMap(({ steps, sets = {} }) =>
    steps.flatMap(({ change }) => (change.kind === 'file' && mentions(change, Object.keys(sets)) ? [change.path] : [])),
  )
  const anew = files.some((path) => isReadAtLogin(host, path)) ? 'log in anew' : 'open a new shell'
  const read = [...new Set(files)]
    .map((path) => `. ${isPowershell(host) ? quotedForPowershell(path) : shellWord(path)}`)
    .join('; ')
  return [
    read === ''
      ? 'Programs that run now keep what they have: open a new shell.'
      : `This shell began before it: ${anew}, or: ${read}`,
  ]
}

const mentions = ({ content }: FileChange, names: readonly string[]): boolean => {
  const text = content === null ? '' : new TextDecoder().decode(decodeBase64(content).bytes)
  return !text.startsWith('# Made by rootcause.') && names.some((name) => text.includes(name))
}
