import type { ClientEvidence } from '../model/evidence.ts'
import type { Setting } from '../model/machine.ts'

/**
 * Why a client asks its store, in words: the settings that chose it, and what no setting tells. Texts of old cases name their settings
 * themselves: these are not told twice.
 */
export function choiceWords({ chosenBy = [], why }: Pick<ClientEvidence, 'chosenBy' | 'why'>): string {
  const told = chosenBy.map(settingWords).filter((words) => !why.includes(words))
  return [told.join(', '), why].filter((words) => words !== '').join('; ')
}

/** Where a setting stands; of a variable its name and value. */
export const placeWords = (setting: Setting): string => (setting.where === '' ? settingWords(setting) : setting.where)

function settingWords({ kind, name, value, where }: Setting): string {
  const set = value === '' || kind === 'built-in' ? name : `${name}=${value}`
  return where === '' ? set : `${set} (${where})`
}
