import type { Finding } from '../../model/finding.ts'
import type { Section } from '../section.ts'
import { findingsSection } from '../sections/findings.ts'
import { fill } from '../fill.ts'
import { codesAt, placeOf, slotsOf } from '../finding-text.ts'
import { dim, hanging, joined, type Line, phrase } from '../styled.ts'
import { trustSettings } from '../words/findings.ts'
import { counted, type View } from '../view.ts'
import { isToldAtFault } from './at-fault.ts'
import { isToldInTree } from './paths.ts'

/** Findings that say no more than that clients disagree, as the list of clients shows: their codes stand there. */
const disagreements = ['RC501', 'RC502']

/** The codes of the findings that the list of clients tells. */
export const codesOfClients = (view: View): readonly string[] => {
  const listed = view.report.findings.filter((f) => disagreements.includes(f.code) && placeOf(view, f) === 'list')
  return [...new Set([...codesAt(view, 'clients'), ...listed.map((f) => f.code)])]
}

/** What is neither a fault nor will be one. */
const isInformation = ({ code }: Finding): boolean => code === 'RC606'

/** What costs none of these clients anything, and others: of several chains one is worse (RC208 to RC210). */
const isForOthers = ({ params: { good = '' } }: Finding): boolean => good !== ''

/** What makes a runtime trust a private authority too. */
const isTrustSetting = ({ code }: Finding): boolean => code === 'RC712'

/** From so many runtimes on, what is the same for each is said once. */
const manySettings = 3

const settingLines = (view: View, settings: readonly Finding[]): readonly Line[] => [
  hanging('         ', phrase`  ${dim('RC712')}  ${trustSettings().all}`),
  ...settings.map((f) => hanging('           ', joined('         ', ...fill(trustSettings().each, slotsOf(view, f))))),
]

/** What was found and is told nowhere else. Notices cost nothing yet: of them only the codes are told, in the last line. */
export function briefFindings(view: View): Section {
  const isTold = (f: Finding): boolean =>
    placeOf(view, f) !== 'list' || disagreements.includes(f.code) || isToldAtFault(view, f) || isToldInTree(view, f)
  const isSilent = (f: Finding): boolean => f.severity === 'notice' && !isForOthers(f)
  const untold = view.report.findings.filter((f) => !isTold(f))
  const notices = untold.filter((f) => isSilent(f) && !isInformation(f))
  const settings = untold.filter(isTrustSetting)
  const isLong = settings.length >= manySettings
  const codes = [...new Set(notices.map((f) => f.code))].join(', ')
  const section = findingsSection(
    view,
    untold.filter((f) => !isSilent(f) && !(isLong && isTrustSetting(f))),
  )
  return {
    ...section,
    lines: isLong ? [...section.lines, ...settingLines(view, settings)] : section.lines,
    leftOut: [
      ...(isLong ? ['how each setting is known'] : []),
      ...(notices.length === 0 ? [] : [`${counted(notices.length, 'notice')} (${codes})`]),
      ...(untold.some(isInformation) ? ['OCSP and SCTs (RC606)'] : []),
    ],
  }
}
