import type { Asking, Danger, LookAround, StoreSummary, WithoutEffect } from '../../model/machine.ts'
import { fill } from '../fill.ts'
import { bad, code, dim, hanging, joined, type Line, name, plain, type Span, strong, warn } from '../styled.ts'
import { dangerWords, withoutEffectWords } from '../words/machine.ts'
import { settingSpans } from './setting.ts'

/** Columns of the words in front of each line. */
const margin = 14

/** Who asks which store and why, one block for each installation. */
export function renderWhich({ askings, failed }: LookAround, stores: readonly StoreSummary[]): readonly Line[] {
  return [
    ...alike(askings).flatMap((group, i) => [...(i === 0 ? [] : [[]]), ...block(group, stores)]),
    ...failed.map(({ runtime, why }) => row('', [warn(`${runtime}: could not be looked for to the end: ${why}`)])),
  ]
}

/** Installations that do the very same stand together, where the first of them stood. */
function alike(askings: readonly Asking[]): readonly (readonly [Asking, ...Asking[]])[] {
  const groups = new Map<string, [Asking, ...Asking[]]>()
  for (const asking of askings) {
    const { installation, source: _source, ...rest } = asking
    const key = JSON.stringify([installation.runtime, rest])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [asking])
    else group.push(asking)
  }
  return [...groups.values()]
}

function block(group: readonly [Asking, ...Asking[]], stores: readonly StoreSummary[]): readonly Line[] {
  const [asking] = group
  const { why, overrides, withoutEffect, dangers, unknown } = asking
  const told = withoutEffect.filter((one) => !isOthers(one) && !isBeatenHere(one, asking))
  return [
    ...group.map(head),
    ...asked(asking, stores),
    ...(unknown === '' ? [] : [row('not known', [warn(unknown)])]),
    row('because', settingSpans(why)),
    ...overrides.map((setting, i) => row(i === 0 ? 'instead of' : '', settingSpans(setting))),
    ...told.map((one) => row(outcomeOf(one), ineffective(one))),
    ...readByOthers(withoutEffect.filter(isOthers)),
    ...dangers.map((one) => row('danger', dangerous(one))),
  ]
}

function head({ installation: { runtime, version, path, note } }: Asking): Line {
  const what = strong(version === null ? runtime : `${runtime} ${version}`)
  return hanging('    ', joined(what, '  ', name(path), note === '' ? '' : dim(`  ${note}`)))
}

/** `instead of` has said so. */
const isBeatenHere = ({ reason, setting }: WithoutEffect, { overrides }: Asking): boolean =>
  reason === 'beaten' && overrides.some(({ name: other, where }) => other === setting.name && where === setting.where)

function asked({ stores: own, unknown }: Asking, stores: readonly StoreSummary[]): readonly Line[] {
  if (own.length === 0) return unknown === '' ? [row('trusts', [bad('nothing: it asks no store')])] : []
  return own.map(({ store }, i) =>
    row(i === 0 ? 'asks' : 'and', joined(code(store), ...state(stores.find((s) => s.name === store)))),
  )
}

function state(store: StoreSummary | undefined): readonly Span[] {
  if (store === undefined) return [plain('  '), bad('nothing is there')]
  const { content } = store
  if (content.kind === 'unreadable') return [plain('  '), bad(`cannot be read: ${content.why}`)]
  const { certificates, expired, distrusted } = content
  const parts = [
    `${certificates} ${certificates === 1 ? 'certificate' : 'certificates'}`,
    ...(expired.length === 0 ? [] : [`${expired.length} expired`]),
    ...(distrusted === 0 ? [] : [`${distrusted} distrusted`]),
  ]
  return [dim(`  ${parts.join(', ')}`)]
}

const outcomeWords = { none: 'no effect', stops: 'stops it', 'trusts-nothing': 'no anchor' } as const

/** What some requests obey has an effect: the line says on whom. */
const outcomeOf = ({ reason, outcome }: WithoutEffect): string =>
  outcome === undefined && reason === 'some-requests' ? 'limited' : outcomeWords[outcome ?? 'none']

const ineffective = ({ setting, reason, params }: WithoutEffect): readonly Span[] => [
  ...settingSpans(setting),
  plain(': '),
  ...fill(withoutEffectWords[reason], params),
]

const isOthers = ({ reason, setting: { kind } }: WithoutEffect): boolean => reason === 'other-runtime' && kind === 'variable'

/** Variables of other programs are many, and no fault: one line. */
function readByOthers(list: readonly WithoutEffect[]): readonly Line[] {
  if (list.length === 0) return []
  const names = list.flatMap(({ setting }, i) => [...(i === 0 ? [] : [plain(', ')]), code(setting.name)])
  const [instead = ''] = list.map(({ params }) => params['instead'] ?? '').filter((text) => text !== '')
  return [row('not read', [...names, dim(`: set for other programs${instead === '' ? '' : `; this one reads ${instead}`}`)])]
}

const dangerous = ({ setting, reason, reach }: Danger): readonly Span[] => [
  ...settingSpans(setting),
  plain(': '),
  bad(dangerWords[reason]),
  ...(reach === '' ? [] : [plain(` (${reach})`)]),
]

/** A line behind a word in the margin. */
const row = (word: string, spans: readonly Span[]): Line =>
  hanging(' '.repeat(margin), [dim(`  ${word}`.padEnd(margin)), ...spans])
