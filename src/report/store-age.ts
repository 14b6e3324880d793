import type { Report } from '../model/report.ts'

/**
 * How old a platform's store is that nobody read on a machine, in a few words: `as of 2020-05-04, 26 days earlier`. `null`: the store is no
 * platform's.
 */
export function storeAge({ assumptions }: Report, store: string): string | null {
  const params = assumptions.find((a) => a.name === 'platform-store' && a.params['store'] === store)?.params
  if (params === undefined) return null
  const { date = '', version = '', daysAway = '', fit = '' } = params
  const known = date === '' ? (version === '' ? '' : version) : `as of ${date}`
  const far =
    daysAway === '' || daysAway === '0'
      ? ''
      : `${daysAway} ${daysAway === '1' ? 'day' : 'days'} ${fit === 'before-first' ? 'later' : 'earlier'}`
  const words = Object.hasOwn(fits, fit) ? fits[fit] : ''
  return [known, far, words].filter((text) => text !== undefined && text !== '').join(', ')
}

const fits: Readonly<Record<string, string>> = {
  exact: '',
  between: 'it may have changed since',
  'before-first': 'nothing older is known',
  'after-last': 'nothing newer is known',
  'other-line': 'no such release line is known',
}
