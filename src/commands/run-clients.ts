import { fidelityOf } from '../clients/fidelity.ts'
import { clients } from '../clients/index.ts'
import { resolveClient } from '../clients/resolve.ts'
import type { ClientProfile, Refusal } from '../model/client.ts'
import { platforms } from '../roots/platforms.ts'
import type { Context } from './context.ts'
import { requireClient } from './asked-clients.ts'
import { isJson, type JsonFlags } from './json-flags.ts'

/** Lists the profiles, or shows one with its switches. */
export function runClients(this: Context, flags: JsonFlags, id?: string): void {
  const { stdout } = this.process
  if (id === undefined) {
    stdout.write(isJson(flags) ? `${JSON.stringify(clients().map(summary), null, 2)}\n` : list(clients()))
    return
  }
  requireClient(id)
  const resolved = resolveClient(id)
  if (resolved === null) return
  const { profile, isNearest } = resolved
  if (isJson(flags)) stdout.write(`${JSON.stringify(profile, null, 2)}\n`)
  else
    stdout.write(
      `${isNearest ? `${id} has no profile of its own; the nearest lower release answers for it.\n\n` : ''}${details(profile)}`,
    )
}

const summary = ({ id, title, known, verifier }: ClientProfile) => ({
  id,
  title,
  known,
  strategy: verifier.strategy,
  compared: fidelityOf(id) ?? null,
})

function list(profiles: readonly ClientProfile[]): string {
  const width = Math.max(...profiles.map((p) => p.id.length))
  const rows = profiles.map((p) => `${p.id.padEnd(width)}  ${p.known.padEnd(10)}  ${agreement(p).padEnd(8)}  ${p.title}`)
  const head = ['id'.padEnd(width), 'known by  ', 'agrees  ', 'client'].join('  ')
  return `${head}\n${rows.join('\n')}\n\n${foot}`
}

const foot = `agrees: verdicts that are those of the real client, of all that were recorded of it (docs/fidelity.md).
rootcause clients <id> shows the switches of one and where each was read or seen.
Behind @ stands whose store it asks, by day or release (python-3.11@debian-12): ${platforms.map((p) => p.id).join(', ')}.
`

function agreement({ id }: ClientProfile): string {
  const own = fidelityOf(id)
  return own === undefined ? '' : `${own.verdicts}/${own.cases}`
}

function details(profile: ClientProfile): string {
  const { id, title, known, hello, versions, refuses, verifier, identity, sources } = profile
  const lines = [
    `${id}: ${title}`,
    '',
    `known by   ${known}`,
    ...comparison(id),
    `hello      ${hello}, versions ${versions.join(', ')}`,
    `refuses    ${refuses.length === 0 ? 'no anomaly but an unreadable certificate' : refuses.map(refusalText).join(', ')}`,
    `name       checked ${identity.when} the path; ${switches(identity.dialect)}`,
    '',
    'verifier',
    ...Object.entries(verifier).map(([name, value]) => `  ${name.padEnd(24)} ${valueText(value)}`),
    '',
    'sources',
    ...sources.map((s) => `  ${s.known.padEnd(10)} ${s.where}`),
  ]
  return `${lines.join('\n')}\n`
}

function comparison(id: string): readonly string[] {
  const own = fidelityOf(id)
  if (own === undefined) return []
  const { cases, verdicts, sentences, equal } = own
  return [`agrees     ${verdicts} of ${cases} recorded verdicts, ${equal} of ${sentences} sentences`]
}

const refusalText = (one: Refusal): string =>
  typeof one === 'string'
    ? one
    : `${one.code}${one.critical === true ? ' where critical' : ''}${one.ownFields === true ? ' outside extensions' : ''}${one.about === undefined ? '' : ` in ${one.about.join(' or ')}`}`

const switches = (value: object): string =>
  Object.entries(value)
    .map(([name, setting]) => `${name} ${valueText(setting)}`)
    .join(', ')

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(valueText).join(', ')
  return typeof value === 'object' && value !== null ? switches(value) : String(value)
}
