import type { StoreDifference, StoreMember, StoreMembers } from '../../model/machine.ts'
import { isoTime, type UnixSeconds } from '../../model/time.ts'
import { bad, code, dim, good, hanging, joined, type Line, plain, type Span, strong, warn } from '../styled.ts'

/** How stores differ: a minus for what the left one alone holds, a plus for the right one. Of several those that differ in nothing are listed. */
export function renderStoresDiff(differences: readonly StoreDifference[], at: UnixSeconds): readonly Line[] {
  const same = differences.length === 1 ? [] : differences.filter(isNothing)
  const shown = differences.filter((d) => !same.includes(d))
  const names = same.flatMap(({ right }, i) => [...(i === 0 ? [] : [plain(', ')]), code(right.name)])
  return [
    ...shown.flatMap((difference, i) => [...(i === 0 ? [] : [[]]), ...block(difference, at)]),
    ...(same.length === 0 || shown.length === 0 ? [] : [[]]),
    ...(same.length === 0 ? [] : [hanging('  ', [good('As they were: '), ...names])]),
  ]
}

const isNothing = ({ left, right, onlyLeft, onlyRight, otherwiseTrusted }: StoreDifference): boolean =>
  !('unreadable' in left) && !('unreadable' in right) && onlyLeft.length + onlyRight.length + otherwiseTrusted.length === 0

function block({ left, right, onlyLeft, onlyRight, otherwiseTrusted }: StoreDifference, at: UnixSeconds): readonly Line[] {
  const head: readonly Line[] = [side('-', left), side('+', right)]
  if ('unreadable' in left || 'unreadable' in right) return [...head, [plain('Not compared: one of them cannot be read.')]]
  const rows = [
    ...onlyLeft.map((m) => row(bad('- '), m, at)),
    ...onlyRight.map((m) => row(good('+ '), m, at)),
    ...otherwiseTrusted.map((m) => row(warn(m.distrusted ? '! distrusted now: ' : '! no longer distrusted: '), m, at)),
  ]
  const inBoth = left.members.length - onlyLeft.length
  return rows.length === 0
    ? [...head, [good(`They hold the same ${inBoth === 1 ? 'certificate' : `${inBoth} certificates`}.`)]]
    : [
        ...head,
        ...rows,
        [dim(`${onlyLeft.length} only in the first, ${onlyRight.length} only in the second, ${inBoth} in both.`)],
      ]
}

function side(mark: string, store: StoreMembers): Line {
  const { name, origin } = store
  const what: readonly Span[] =
    'unreadable' in store
      ? [bad(`cannot be read: ${store.unreadable}`)]
      : [plain(`${store.members.length} ${store.members.length === 1 ? 'certificate' : 'certificates'}`)]
  return hanging('    ', joined(`${mark}${mark} `, strong(name), origin === name ? '' : dim(`  ${origin}`), '  ', what))
}

const row = (mark: Span, { label, notAfter, sha256, distrusted }: StoreMember, at: UnixSeconds): Line =>
  hanging('    ', [
    mark,
    plain(label),
    notAfter === null ? dim('  no end') : notAfter < at ? warn(`  expired ${day(notAfter)}`) : dim(`  until ${day(notAfter)}`),
    ...(distrusted ? [bad('  distrusted')] : []),
    plain('  '),
    code(sha256),
  ])

const day = (t: UnixSeconds): string => isoTime(t).slice(0, 10)
