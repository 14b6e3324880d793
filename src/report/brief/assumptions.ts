import type { Section } from '../section.ts'
import { shortened } from '../escape.ts'
import { fill } from '../fill.ts'
import { code, type Piece, phrase, plain } from '../styled.ts'
import { counted, type View } from '../view.ts'
import { assumptionsInBrief } from '../words/assumptions.ts'
import { nothing, runIn } from './run-in.ts'

/** What the verdicts rest on without proof, in one sentence, and whom it took beside the server. */
export function briefAssumptions({ report }: View): Section {
  const { assumptions, contacted, chains } = report
  const taken = chains.length === 0 ? [] : assumptions // without a chain nothing was judged
  // How old a platform's store is stands with each verdict; that profiles were compared, or clients run, is no reason to doubt.
  const told = taken.filter(({ name }) => !['platform-store', 'profile-compared', 'observed-here'].includes(name))
  const texts = told.map(({ name, params }): Piece => {
    const clients = (params['clients'] ?? '').split(', ')
    const slots = Object.fromEntries(Object.entries(params).map(([k, v]) => [k, v === '' ? '' : code(shortened(v, 100))]))
    const words = Object.hasOwn(assumptionsInBrief, name) ? assumptionsInBrief[name] : undefined
    if (words === undefined) return name.replaceAll('-', ' ')
    return fill(words, { ...slots, clients: code(counted(clients.length, 'client')) })
  })
  const asked = contacted.length === 0 ? [] : [phrase`asked as well: ${contacted.map((c) => shortened(c, 200)).join(', ')}`]
  const all = [...texts, ...asked]
  if (all.length === 0) return nothing()
  const sentence = all.flatMap((t, i): Piece[] => (i === 0 ? [t] : [plain('; '), t]))
  return { ...runIn('Taken for granted', ...sentence, '.'), leftOut: taken.length === 0 ? [] : ['each assumption'] }
}
