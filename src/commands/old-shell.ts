import type { Host } from '../host/host.ts'
import type { Plan } from '../model/plan.ts'
import { isReadAtLogin } from '../cures/shared/user-variable.ts'
import { isPowershell } from '../cures/shared/powershell-profile.ts'
import { command, dim, hanging, type Line, plain } from '../report/styled.ts'
import { nameOf } from '../runtimes/shared/place.ts'

/**
 * What is left to the reader where plans that set variables were taken back: shells and programs that began in between keep them, and what
 * they name may be gone (Python and OpenSSL then trust nothing). Empty: no variable was set.
 */
export function oldShell(plans: readonly Plan[], host: Host): readonly Line[] {
  const sets = plans.flatMap((plan) => Object.entries(plan.sets ?? {}))
  if (sets.length === 0) return []
  const names = [...new Set(sets.map(([name]) => name))]
  const here = names.filter((name) => sets.some(([own, value]) => own === name && host.env[name] === value))
  const paths = plans.flatMap(({ steps }) => steps.flatMap(({ change }) => (change.kind === 'file' ? [change.path] : [])))
  const anew = paths.some((path) => isReadAtLogin(host, path)) ? 'Log in anew' : 'Open a new one'
  const others = `Shells and programs that began in between still have ${names.join(', ')}: start them again.`
  return [
    ...(here.length === 0
      ? []
      : [[plain(`This shell still has ${here.join(', ')}. ${anew}, or:`)], [plain('  '), command(unset(host, here))]]),
    hanging('  ', [dim(others)]),
  ]
}

function unset(host: Host, names: readonly string[]): string {
  if (isPowershell(host) || host.platform === 'win32') return names.map((name) => `Remove-Item Env:${name}`).join('; ')
  return nameOf(host.env['SHELL'] ?? '') === 'fish' ? `set -e ${names.join(' ')}` : `unset ${names.join(' ')}`
}
