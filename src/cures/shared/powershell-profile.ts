import type { Host } from '../../host/host.ts'
import { nameOf, placeIn } from '../../runtimes/shared/place.ts'
import { inUtf8, isUtf16, withLine } from './edited-text.ts'

/** Whether the user's shell is PowerShell, as installers, the snap and previews name it. */
export const isPowershell = ({ env }: Host): boolean => /^(?:pwsh|powershell)(?:-|$)/.test(nameOf(env['SHELL'] ?? ''))

/** What PowerShell 7 on Linux and macOS runs whenever it starts, whatever shows it (about_Profiles: current user, all hosts). */
export const powershellProfile = (host: Host): string =>
  placeIn(host, host.env['XDG_CONFIG_HOME'] || placeIn(host, host.home, '.config'), 'powershell', 'profile.ps1')

/** Quoted for PowerShell: nothing in it is expanded. It takes typographic quotes for straight ones (about_Quoting_Rules; PowerShell: CharTraits.cs). */
export const quotedForPowershell = (text: string): string => `'${text.replaceAll(/['\u2018-\u201b]/g, '$&$&')}'`

/** The line that sets a variable, or adds a word to it that does not stand there; it holds in strict mode and in constrained language mode too. */
export function powershellLine(name: string, value: string, isAppended: boolean): string {
  if (!isAppended) return `$env:${name} = ${quotedForPowershell(value)}`
  const isThere = `" $env:${name} ".Contains(${quotedForPowershell(` ${value} `)})`
  return `if (-not ${isThere}) { $env:${name} = ($env:${name} + ${quotedForPowershell(` ${value}`)}).Trim() }`
}

/**
 * The profile, one character for each octet, with the line: in UTF-8, or in UTF-16 where it is that (Windows PowerShell's `>` writes it), with the
 * line ends that it has. `null`: it is in another encoding. `line` is given in characters.
 */
export function withProfileLine(octets: string, line: string): string | null {
  const edited = (text: string, own: string): string =>
    withLine(text, own, { isSame: (other) => other === own, isHeading: null, isOwnHeading: null, heading: '' })
  if (!isUtf16(octets)) return edited(octets, inUtf8(line))
  const isLittle = octets.startsWith('\xff')
  const units = octets.slice(2).match(/../gs) ?? []
  const text = units.map((unit) =>
    String.fromCharCode(unit.charCodeAt(isLittle ? 1 : 0) * 256 + unit.charCodeAt(isLittle ? 0 : 1)),
  )
  // Half a character at the end, or UTF-32, whose mark begins as that of UTF-16 does.
  if (octets.length % 2 !== 0 || text.includes('\0')) return null
  return octets.slice(0, 2) + inUtf16(edited(text.join(''), line), isLittle)
}

function inUtf16(text: string, isLittle: boolean): string {
  let octets = ''
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    octets += isLittle ? String.fromCharCode(unit & 255, unit >> 8) : String.fromCharCode(unit >> 8, unit & 255)
  }
  return octets
}
