import type { IncidentFact, ProgrammeEvent } from '../incidents/fact.ts'
import type { Incident } from '../incidents/incident.ts'
import { incidents } from '../incidents/index.ts'
import { RootcauseError } from '../model/error.ts'
import { isoTime, type UnixSeconds } from '../model/time.ts'
import { code, dim, hanging, type Line, name, phrase, plain, quote, strong } from '../report/styled.ts'
import { paint } from '../terminal/paint.ts'
import { terminalOf } from '../terminal/terminal.ts'
import type { Context } from './context.ts'
import { isJson, type JsonFlags } from './json-flags.ts'

/** Runs `rootcause incidents`: the list, or one whole story. */
export function runIncidents(this: Context, flags: JsonFlags, id?: string): void {
  const { process, host, now } = this
  const asked = id === undefined ? incidents : [incidentNamed(id)]
  const [first] = asked
  // What looks for it is a function, and no part of JSON.
  if (isJson(flags)) process.stdout.write(`${JSON.stringify(asked, null, 2)}\n`)
  else if (id === undefined || first === undefined) process.stdout.write(paint(list(now), terminalOf(process.stdout, host.env)))
  else process.stdout.write(paint(story(first, now), terminalOf(process.stdout, host.env)))
}

function incidentNamed(id: string): Incident {
  // A name that was copied out of a sentence.
  const wanted = id.toLowerCase().replace(/[.,)]+$/, '')
  const found = incidents.find((i) => i.id === wanted)
  if (found !== undefined) return found
  const near = incidents.filter((i) => i.id.includes(wanted)).map((i) => i.id)
  const hint = near.length === 0 ? 'rootcause incidents lists them all' : `rootcause incidents ${near[0]}`
  throw new RootcauseError('usage', `there is no incident ${JSON.stringify(id)}`, hint)
}

const day = (at: UnixSeconds): string => isoTime(at).replace(/T.*/, '')

/** One line each in 80 columns. */
function list(now: UnixSeconds): readonly Line[] {
  const longest = Math.max(...incidents.map((i) => i.id.length))
  return [
    ...incidents.map((i) => {
      const until = i.from > now ? 'to come' : i.until === null ? '' : day(i.until)
      const when = phrase`${day(i.from)} ${dim(until.padEnd(10))}`
      return hanging('  ', phrase`${code(i.id)}${' '.repeat(longest - i.id.length + 1)}${when} ${i.name}`)
    }),
    [],
    [dim('From when on, and since when no cure is needed. rootcause incidents <id> tells one whole.')],
  ]
}

function story(incident: Incident, now: UnixSeconds): readonly Line[] {
  const { title, from, until, facts, events } = incident
  const when =
    from > now
      ? `From ${isoTime(from)} on.`
      : until === null
        ? `Since ${isoTime(from)}.`
        : `Since ${isoTime(from)}; a cure has not been needed since ${day(until)}.`
  return [
    [strong(`${title.charAt(0).toUpperCase()}${title.slice(1)}`)],
    [dim(when)],
    [],
    [plain(incident.story)],
    ...part('Whom it hits', [[plain(incident.affected)]]),
    ...part(
      'What they say',
      incident.symptom.map((s) => [quote(s)]),
    ),
    ...part(
      'What cures it',
      incident.cure.map((c, i) => [plain(`${i + 1}. ${c}`)]),
    ),
    ...part('When the cure is no longer needed', [[plain(incident.noLongerNeeded)]]),
    ...part('Certificates', facts.flatMap(factLines)),
    ...part(
      'What root programmes did',
      events.map((e) => eventLine(e, facts)),
    ),
    ...part(
      'Known from documents alone',
      incident.documented.map((d) => [plain(d)]),
    ),
    ...part(
      'Sources',
      incident.sources.map((s) => [plain(s)]),
    ),
  ]
}

const part = (title: string, lines: readonly Line[]): readonly Line[] =>
  lines.length === 0 ? [] : [[], [strong(title)], ...lines.map((line) => hanging('    ', [plain('  '), ...line]))]

const roles: Readonly<Record<IncidentFact['role'], string>> = {
  root: 'root',
  cross: 'cross-certificate',
  intermediate: 'intermediate',
}
const parts: Readonly<Record<IncidentFact['part'], string>> = {
  fails: 'fails',
  replaces: 'stands in for it',
  below: 'leads there',
}

const factLines = (f: IncidentFact): readonly Line[] => [
  phrase`${name(f.name)}, ${roles[f.role]}, ${isoTime(f.notBefore)} to ${isoTime(f.notAfter)} (${parts[f.part]})`,
  phrase`  SHA-256 ${code(f.sha256)}`,
]

const programmes: Readonly<Record<ProgrammeEvent['programme'], string>> = { mozilla: 'Mozilla', chrome: 'Chrome' }

function eventLine({ programme, what, at, certificates }: ProgrammeEvent, facts: readonly IncidentFact[]): Line {
  const names = certificates.flatMap((c) => facts.filter((f) => f.sha256 === c).map((f) => f.name)).join(', ')
  const who = programmes[programme]
  switch (what) {
    case 'added':
      return phrase`${day(at)}: ${who} added ${names}`
    case 'removed':
      return phrase`${day(at)}: ${who} removed ${names}`
    case 'distrust-after':
      return phrase`${isoTime(at)}: ${who} refuses what was issued later below ${names}`
    case 'sct-not-after':
      return phrase`${isoTime(at)}: ${who} refuses what was logged later below ${names}`
  }
}
