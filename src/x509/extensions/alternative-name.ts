import { tag } from '../../der/tag.ts'
import type { GeneralName, SubjectAltName } from '../../model/extension.ts'
import type { ExtensionDecoder } from './extension-value.ts'
import { readGeneralNames } from './general-name.ts'

/** RFC 5280 §4.2.1.6 and §4.2.1.7, subject's and issuer's: SEQUENCE SIZE (1..MAX) OF GeneralName. */
export const alternativeName: ExtensionDecoder<SubjectAltName> = (r, e) => {
  if (!r.readOnly(tag.sequence, e.start, e.end, e.oid)) return null
  const names = readGeneralNames(r, r.start, r.end, e.oid)
  if (names === null) return null
  if (names.length === 0) r.note(e.oid === '2.5.29.17' ? 'san-empty' : 'extension-empty', e.offset, e.oid)
  if (names.some(isEmpty)) r.note('name-empty', e.offset, e.oid)
  return { critical: e.critical, names }
}

const isEmpty = (name: GeneralName): boolean =>
  (name.kind === 'dns' || name.kind === 'email' || name.kind === 'uri') && name.value === ''
