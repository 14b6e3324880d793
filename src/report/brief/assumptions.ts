import type { Assumption } from '../../model/report.ts'
import type { Section } from '../section.ts'
import { shortened } from '../escape.ts'
import { fill } from '../fill.ts'
import { code, type Piece, phrase, plain } from '../styled.ts'
import { counted, type View } from '../view.ts'
import { assumptionsInBrief } from '../words/assumptions.ts'
import { nothing, runIn } from './run-in.ts'

const nearestRelease = 'nearest-release'

/** Of more it is told how many they are. */
const mostNearest = 3

/** `node-20` for `node-20.20.2`: the line of releases is known, and what a patch changes is seldom the verdict. */
function isPatch({ name, params: { asked = '', client = '' } }: Assumption): boolean {
  const [, known = ''] = /-(\d+(?:\.\d+)*)/.exec(client) ?? []
  return name === nearestRelease && known !== '' && asked.includes(`-${known}.`)
}

/** What the verdicts rest on without proof, in one sentence, and whom it took beside the server. */
export function briefAssumptions({ report }: View): Section {
  const { assumptions, contacted, chains } = report
  const taken = chains.length === 0 ? [] : assumptions // without a chain nothing was judged
  // How old a platform's store is stands with each verdict; that profiles were compared, or clients run, is no reason to doubt.
  const told = taken.filter((a) => !['platform-store', 'profile-compared', 'observed-here'].includes(a.name) && !isPatch(a))
  const nearest = told.filter(({ name }) => name === nearestRelease)
  const isCounted = nearest.length > mostNearest
  const named = isCounted ? told.filter((a) => !nearest.includes(a)) : told
  const texts = named.map(({ name, params }): Piece => {
    const clients = (params['clients'] ?? '').split(', ')
    const slots = Object.fromEntries(Object.entries(params).map(([k, v]) => [k, v === '' ? '' : code(shortened(v, 100))]))
    const words = Object.hasOwn(assumptionsInBrief, name) ? assumptionsInBrief[name] : undefined
    if (words === undefined) return name.replaceAll('-', ' ')
    return fill(words, { ...slots, clients: code(counted(clients.length, 'client')) })
  })
  const asked = contacted.length === 0 ? [] : [phrase`asked as well: ${contacted.map((c) => shortened(c, 200)).join(', ')}`]
  const many = isCounted ? [phrase`${code(counted(nearest.length, 'client'))} as their nearest older releases`] : []
  const all = [...texts, ...many, ...asked]
  if (all.length === 0) return nothing()
  const sentence = all.flatMap((t, i): Piece[] => (i === 0 ? [t] : [plain('; '), t]))
  return { ...runIn('Taken for granted', ...sentence, '.'), leftOut: taken.length === 0 ? [] : ['each assumption'] }
}
