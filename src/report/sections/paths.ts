import type { PathTree, PathTreeNode } from '../../model/report.ts'
import type { Sha256 } from '../../model/sha256.ts'
import { columns } from '../columns.ts'
import { short } from '../naming.ts'
import type { Section } from '../section.ts'
import { storesAsked } from '../seats.ts'
import { isShortName } from '../short-name.ts'
import {
  bad,
  dim,
  good,
  hanging,
  indented,
  joined,
  type Line,
  name,
  phrase,
  type Piece,
  plain,
  type Span,
  warn,
} from '../styled.ts'
import { counted, dayOf, validity, type View } from '../view.ts'
import { treeTags } from '../words/terms.ts'

/** How much of the trees is drawn; JSON has them all. */
export interface TreeRoom {
  /** Certificates of one tree at most: more is no picture any longer. */
  readonly rows: number
  /** Of these, the last ones: the upper end of a long path. */
  readonly endRows: number
  /** Trees at most. */
  readonly trees: number
  /** Codes of findings that the dates in the trees tell. */
  readonly codes: readonly string[]
}

const whole: TreeRoom = { rows: 20, endRows: 6, trees: Infinity, codes: [] }
/** Stores named behind one certificate at most. */
const mostStores = 4

/** Everything that a path could be built from, as a tree: each certificate is signed by the one below it. */
export function pathsSection(view: View, room: TreeRoom = whole): Section {
  const { report } = view
  const lines = report.trees
    .slice(0, room.trees)
    .flatMap((tree) => [...(report.trees.length > 1 ? [chainTitle(view, tree)] : []), ...treeLines(view, tree, room)])
  const note = lines.length > 1 ? ['each certificate is signed by the one below it'] : []
  return { title: 'Paths', note: [...note, ...room.codes].join('; '), lines }
}

function chainTitle({ report }: View, { chain }: PathTree): Line {
  const seen = report.chains.find((c) => c.id === chain)?.seen ?? []
  const hellos = [...new Set(seen.map((s) => s.hello))].join(', ')
  const addresses = [...new Set(seen.map((s) => s.address).filter((a) => a !== ''))].join(', ')
  return hanging(
    '      ',
    phrase`  ${plain(chain)}${dim(`, sent to hello ${hellos}${addresses === '' ? '' : ` from ${addresses}`}`)}`,
  )
}

/** One certificate of the picture. */
interface Row {
  /** The bars before the name, and before anything below it that belongs to it. */
  readonly bars: string
  readonly under: string
  readonly label: readonly Span[]
  readonly facts: readonly (readonly Span[])[]
}

function treeLines(view: View, tree: PathTree, room: TreeRoom): readonly Line[] {
  const all = rows(view, tree.root, '', '')
  const [head, tail] = all.length <= room.rows ? [all, []] : [all.slice(0, room.rows - room.endRows), all.slice(-room.endRows)]
  const left = all.length - head.length - tail.length
  const widest = Math.max(...[...head, ...tail].map((r) => columns(r.bars) + width(r.label)))
  const isAligned = [...head, ...tail].every((row) => 2 + widest + 2 + width(listed(row.facts)) <= view.width)
  const draw = (row: Row): readonly Line[] => (isAligned ? oneLine(row, widest) : ragged(row, view.width))
  const lines = [...head.flatMap(draw), ...(left === 0 ? [] : [[dim(`  ... ${left} more ...`)]]), ...tail.flatMap(draw)]
  return [...lines, ...unrelated(view, tree)]
}

const width = (spans: readonly Span[]): number => spans.reduce((n, s) => n + columns(s.text), 0)

/** A straight path goes down without indentation; only where it forks do the branches get bars. */
function rows(
  view: View,
  node: PathTreeNode,
  bars: string,
  under: string,
  passed: ReadonlySet<string> = new Set(),
): readonly Row[] {
  const { issuers } = node
  const below = issuers.length === 1 ? under : issuers.length === 0 ? under : `${under}│`
  const own: Row = { bars, under: below, label: label(view, node), facts: facts(view, node, passed) }
  const [only] = issuers
  const next = new Set([...passed, view.names.summary(node.certificate)?.subject ?? ''])
  if (issuers.length === 1 && only !== undefined) return [own, ...rows(view, only, under, under, next)]
  return [
    own,
    ...issuers.flatMap((issuer, i) => {
      const isLast = i === issuers.length - 1
      return rows(view, issuer, `${under}${isLast ? '└─ ' : '├─ '}`, `${under}${isLast ? '   ' : '│  '}`, next)
    }),
  ]
}

function label({ names }: View, { certificate }: PathTreeNode): readonly Span[] {
  return [name(names.label(certificate))]
}

function facts(view: View, node: PathTreeNode, passed: ReadonlySet<string>): readonly (readonly Span[])[] {
  const { certificate, sentAt, stores, issuers, namesakes } = node
  const { names } = view
  const role = names.role(certificate)
  const circle = passed.has(names.summary(certificate)?.issuer ?? '')
  const sent = sentAt.map((i) => ordinal(i + 1)).join(' and ')
  return [
    ...(treeTags[role] === '' ? [] : [[plain(treeTags[role])]]),
    ...(sent === '' ? [] : [phrase`sent ${sent}`]),
    ...(stores.length > 0
      ? [
          phrase`${good('in')} ${storesAsked(view.seats).length < 2 && view.report.stores.length < 2 ? 'the store' : storeList(view, stores)}`,
        ]
      : role === 'root'
        ? [[warn('in no store')]]
        : []),
    [dates(view, certificate)],
    ...(isDeadEnd(node, names.summary(certificate)?.selfIssued === true)
      ? [[warn(circle ? 'signed by one above: a circle' : 'its issuer is not here')]]
      : []),
    ...namesakes.map(
      (n) =>
        phrase`${warn('not signed')} by the key of ${issuers.length > 0 ? 'another ' : ''}${name(names.label(n))} (${short(n)})`,
    ),
  ]
}

/** `1st`, `2nd`, `3rd`, `11th`. */
function ordinal(n: number): string {
  const teen = n % 100 >= 11 && n % 100 <= 13
  return `${n}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')}`
}

const isDeadEnd = ({ issuers, stores, namesakes }: PathTreeNode, isSelfIssued: boolean): boolean =>
  issuers.length === 0 && stores.length === 0 && namesakes.length === 0 && !isSelfIssued

function storeList(view: View, stores: readonly string[]): Piece {
  // Where none makes a difference they have no short names.
  if (view.isCrowded && stores.length > mostStores && !stores.some(isShortName)) return counted(stores.length, 'store')
  const shown = stores.slice(0, mostStores)
  const more = stores.length - shown.length
  return shown.flatMap((s, i) => [
    plain(i === 0 ? '' : ', '),
    name(s),
    ...(i === shown.length - 1 && more > 0 ? [plain(` and ${more} more`)] : []),
  ])
}

function dates(view: View, sha256: Sha256): Span {
  const summary = view.names.summary(sha256)
  const state = validity(view, sha256)
  if (summary === null) return dim('unknown dates')
  if (summary.anomalies.includes('unreadable')) return bad('unreadable')
  if (state === 'expired' && summary.notAfter !== null) return bad(`expired ${dayOf(summary.notAfter)}`)
  if (state === 'not-yet-valid' && summary.notBefore !== null) return bad(`not valid before ${dayOf(summary.notBefore)}`)
  return dim(summary.notAfter === null ? 'no end' : `until ${dayOf(summary.notAfter)}`)
}

const listed = (items: readonly (readonly Span[])[]): readonly Span[] =>
  items.flatMap((f, i) => (i === 0 ? f : [plain(', '), ...f]))

function oneLine({ bars, label, facts }: Row, widest: number): readonly Line[] {
  const gap = ' '.repeat(widest - columns(bars) - width(label) + 2)
  return [joined(plain('  '), dim(bars), label, plain(gap), listed(facts))]
}

/** Facts in brackets behind the name where there is room, else below it. */
function ragged({ bars, under, label, facts }: Row, room: number): readonly Line[] {
  const hang = `  ${under}    `
  if (2 + columns(bars) + width(label) + 3 + width(listed(facts)) <= room) {
    return [joined(plain('  '), dim(bars), label, plain(' ('), listed(facts), plain(')'))]
  }
  return [
    hanging(hang, joined(plain('  '), dim(bars), label)),
    hanging(hang, joined(plain('  '), dim(under), plain('    '), listed(facts))),
  ]
}

/** Certificates that the server sent although no path can use them. */
function unrelated(view: View, tree: PathTree): readonly Line[] {
  const sent = view.report.chains.find((c) => c.id === tree.chain)?.certificates ?? []
  const used = new Set<Sha256>()
  const visit = (node: PathTreeNode): void => {
    used.add(node.certificate)
    node.issuers.forEach(visit)
  }
  visit(tree.root)
  const positions = new Map<Sha256, string[]>()
  sent.forEach((sha256, i) => {
    if (!used.has(sha256)) positions.set(sha256, [...(positions.get(sha256) ?? []), ordinal(i + 1)])
  })
  if (positions.size === 0) return []
  return [
    indented(2, [warn('Sent as well, but part of no path:')]),
    ...[...positions].map(([sha256, at]) =>
      hanging('        ', phrase`    ${name(view.names.label(sha256))}, sent ${at.join(' and ')}, ${dates(view, sha256)}`),
    ),
  ]
}
