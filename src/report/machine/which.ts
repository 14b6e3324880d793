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
    ...askings.flatMap((asking, i) => [...(i === 0 ? [] : [[]]), ...block(asking, stores)]),
    ...failed.map(({ runtime, why }) => row('', [warn(`${runtime}: could not be looked for to the end: ${why}`)])),
  ]
}

function block(asking: Asking, stores: readonly StoreSummary[]): readonly Line[] {
  const { installation, why, overrides, withoutEffect, dangers, unknown } = asking
  const { runtime, version, path, note } = installation
  return [
    joined(strong(version === null ? runtime : `${runtime} ${version}`), '  ', name(path), note === '' ? '' : dim(`  ${note}`)),
    ...asked(asking, stores),
    ...(unknown === '' ? [] : [row('not known', [warn(unknown)])]),
    row('because', settingSpans(why)),
    ...overrides.map((setting, i) => row(i === 0 ? 'instead of' : '', settingSpans(setting))),
    ...withoutEffect.map((one) => row('no effect', ineffective(one))),
    ...dangers.map((one) => row('danger', dangerous(one))),
  ]
}

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

const ineffective = ({ setting, reason, params }: WithoutEffect): readonly Span[] => [
  ...settingSpans(setting),
  plain(': '),
  ...fill(withoutEffectWords[reason], params),
]

const dangerous = ({ setting, reason, reach }: Danger): readonly Span[] => [
  ...settingSpans(setting),
  plain(': '),
  bad(dangerWords[reason]),
  ...(reach === '' ? [] : [plain(` (${reach})`)]),
]

/** A line behind a word in the margin. */
const row = (word: string, spans: readonly Span[]): Line =>
  hanging(' '.repeat(margin), [dim(`  ${word}`.padEnd(margin)), ...spans])
