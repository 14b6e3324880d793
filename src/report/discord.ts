import type { Report } from '../model/report.ts'
import { version } from '../version.ts'
import { briefRemedies, rootsToAdd } from './brief/remedies.ts'
import { discordCode, escapeDiscord, inlineDiscord } from './discord-text.ts'
import { shortened } from './escape.ts'
import { findingText } from './finding-text.ts'
import { short } from './naming.ts'
import { headline, outlook } from './sections/verdict.ts'
import { withheldText } from './sections/withheld.ts'
import { textOf } from './styled.ts'
import { instant, type View, viewOf } from './view.ts'
import { vouchers } from './vouchers.ts'
import { whoseFault } from './whose-fault.ts'
import { programmeNames } from './words/authenticity.ts'

/** Discord takes 2,000 characters a message from those who pay nothing; a hundred are left to whoever posts it. */
const longest = 1900

/** Columns: nothing is drawn here, so that it only keeps sections from narrow layouts. */
const width = 120

const steps = 4

const warning = '**Do not** install a certificate from a link, a screenshot or this server, and do not turn verification off.'

/**
 * A report as the message that a help channel would post: what fails, whose fault it is, what to do in which order, and by which
 * fingerprint. At most 1,900 characters (UTF-16, as Discord counts at most), no mention, no link; what does not fit is left out from
 * the end, the warning never.
 */
export function renderDiscord(report: Report): string {
  const view = viewOf(report, width, 'brief')
  const { whose, otherwise } = whoseFault(view)
  const isFine = whose === ''
  // They come numbered; the number is ours and no data.
  const cures = briefRemedies(view)
    .lines.slice(0, steps)
    .map((line, i) => `${i + 1}. ${inlineDiscord(line).replace(/^\\?\d+\. /, '')}`)
  const toDo = isFine ? [] : cures.length > 0 ? cures : otherwise.map((text, i) => `${i + 1}. ${escapeDiscord(text)}`)
  const head = [fitting(inlineDiscord(headline(view)), textOf(headline(view)), 700)]
  const foot = [...(isFine ? [] : [warning]), `rootcause ${discordCode(version)}, judged for ${instant(report.clock, 'always')}`]
  const parts: readonly (readonly string[])[] = [
    isFine ? outlook(view).map(inlineDiscord) : [`**Whose fault:** ${escapeDiscord(whose)}`],
    incidentLines(view),
    toDo.length === 0 ? [] : ['**What to do, in this order:**', ...toDo],
    rootLines(view),
    withheldLines(view),
    againLine(view),
  ]
  return `${[...head, ...fitted(parts, longest - lengthOf([...head, ...foot]) - 1), ...foot].join('\n')}\n`
}

const lengthOf = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length + 1, 0)

/** A line, or where it is too long the same without marks, cut in its middle before anything is escaped. */
const fitting = (line: string, plain: string, limit: number): string =>
  line.length <= limit ? line : escapeDiscord(shortened(plain, limit / 2 - 20)).slice(0, limit)

/** Line by line while there is room; a title without what it is the title of is no line. */
function fitted(parts: readonly (readonly string[])[], room: number): readonly string[] {
  const kept: string[] = []
  for (const lines of parts) {
    const taken: string[] = []
    for (const line of lines) if (lengthOf([...kept, ...taken, line]) <= room) taken.push(line)
    if (
      taken.length > 0 &&
      !(taken.length === 1 && lines.length > 1 && taken[0] === lines[0] && lines[0]?.endsWith(':**') === true)
    )
      kept.push(...taken)
  }
  return kept
}

const incidentLines = (view: View): readonly string[] =>
  view.report.findings.filter((f) => f.code === 'RC701').map((f) => inlineDiscord(findingText(view, f).what))

/** For each root that a step orders to add: who vouches for it. */
const rootLines = (view: View): readonly string[] =>
  [...rootsToAdd(view)].map((sha256) => {
    const known = vouchers(view.report, sha256)
    const weighed = view.report.weighed?.[sha256]
    const who =
      weighed?.kind === 'authentic' && weighed.by === 'programmes'
        ? weighed.programmes.map((p) => programmeNames[p]).join(', ')
        : known.map(({ programme, date }) => (date === '' ? programme : `${programme} as of ${date}`)).join(', ')
    const which = `**Before you add** ${discordCode(shortened(view.names.label(sha256), 80))} (${discordCode(short(sha256))}):`
    const source = 'take it from a system update or from the authority itself, and compare all of its SHA-256.'
    if (weighed?.kind === 'propagation')
      return `${which} the store ${discordCode(weighed.store)} has it by its administrator's decision.`
    if (weighed?.kind === 'authentic' && weighed.by !== 'programmes')
      return `${which} ${source} A certificate of another public authority vouches for its name and key.`
    if (known.length >= 2 || weighed?.kind === 'authentic') return `${which} ${source} Vouched for by ${escapeDiscord(who)}.`
    const alone =
      known.length === 1
        ? `This report knows of one programme alone that vouches for it (${escapeDiscord(who)}):`
        : 'This report does not know who vouches for it:'
    return `${which} ${source} ${alone} make sure of two root programmes (Mozilla, Microsoft, Apple, Google, Oracle) first.`
  })

/** What would cure, and must not be done. */
const withheldLines = (view: View): readonly string[] =>
  (view.report.withheld ?? []).map((w) => `**Do not add:** ${inlineDiscord(withheldText(view, w))}`)

/** How to see all of it. Empty where nobody else could: the chain came from a file, or the host was masked. */
function againLine({ report: { target, chains, results, clock, observedAt } }: View): readonly string[] {
  const { host, port, starttls, source } = target
  if (chains.length === 0 || host === '' || source !== undefined || /^(?:host|address)-\d+$/.test(host)) return []
  // A case may name anything as its host: what a shell would read otherwise never stands in a command.
  if (!/^[\w.:-]+$/.test(host) || host.startsWith('-')) return []
  const address = `${host.includes(':') ? `[${host}]` : host}${port === 443 ? '' : `:${port}`}`
  const how = starttls === undefined ? '' : ` --starttls ${starttls}`
  const stores = [...new Set(results.flatMap(({ store, why }) => (why === givenStore ? [store] : [])))]
  // What a shell would take apart, or what was masked, would ask another store.
  if (!stores.every((store) => /^[\w@%+=:,./-]+$/.test(store) && !/\/user-\d+\//.test(store))) return []
  const asked = stores.map((store) => ` --store ${store}`).join('')
  const at = clock === observedAt ? '' : ` --at ${instant(clock, 'never')}`
  return [`All of it: ${discordCode(`rootcause check ${shortened(address, 80)}${how}${asked}${at} --verbose`)}`]
}

/** Why a store was asked that the command line named (commands/asked-clients.ts). */
const givenStore = 'asked for by --store'
