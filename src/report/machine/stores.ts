import type { MachineReport, NamedEnd, StoreSummary } from '../../model/machine.ts'
import { isoTime, type UnixSeconds } from '../../model/time.ts'
import { duration } from '../distance.ts'
import { bad, code, dim, hanging, joined, type Line, plain, type Span, strong, warn } from '../styled.ts'

/** Most names that a line lists before it counts the rest. */
const most = 4

/** Every store of the machine, what it holds and who asks it. */
export function renderStores({ stores, askings, at }: MachineReport): readonly Line[] {
  const who = (path: string): string => {
    const asking = askings.find(({ installation }) => installation.path === path)
    if (asking === undefined) return path
    const { runtime, version } = asking.installation
    return version === null ? runtime : `${runtime} ${version}`
  }
  return stores.flatMap((store, i) => [...(i === 0 ? [] : [[]]), ...block(store, who, at)])
}

function block(store: StoreSummary, who: (path: string) => string, at: UnixSeconds): readonly Line[] {
  const { name, title, origin, askedBy, content } = store
  const asking = [...new Set(askedBy.map(who))]
  return [
    hanging('    ', joined(strong(name), title === '' ? '' : plain(`  ${title}`))),
    ...(origin === name ? [] : [row([dim(`read from ${origin}`)])]),
    ...figures(content, at),
    row(asking.length === 0 ? [dim('nothing that was found here asks it')] : joined('asked by ', listed(asking))),
  ]
}

function figures(content: StoreSummary['content'], at: UnixSeconds): readonly Line[] {
  if (content.kind === 'unreadable') return [row([bad(`cannot be read: ${content.why}`)])]
  const { certificates, distrusted, expired, expiring, modified } = content
  return [
    row([
      plain(`${certificates} ${certificates === 1 ? 'certificate' : 'certificates'}`),
      ...(distrusted === 0 ? [] : [plain(`, ${distrusted} of them distrusted`)]),
      ...(modified === null ? [] : [dim(`, written ${day(modified)}, ${duration(at - modified)} ago`)]),
    ]),
    ...ends('expired', expired),
    ...ends('ends soon', expiring),
  ]
}

function ends(word: string, list: readonly NamedEnd[]): readonly Line[] {
  if (list.length === 0) return []
  const shown = list.slice(0, most).map(({ label, notAfter }) => `${label} (${day(notAfter)})`)
  const rest = list.length - shown.length
  return [row([warn(`${word}: `), plain(`${shown.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}`)])]
}

const day = (t: UnixSeconds): string => isoTime(t).slice(0, 10)

const listed = (names: readonly string[]): readonly Span[] =>
  names.flatMap((n, i) => [...(i === 0 ? [] : [plain(', ')]), code(n)])

const row = (spans: readonly Span[]): Line => hanging('    ', [plain('  '), ...spans])
