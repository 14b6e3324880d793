import type { Need } from '../cure.ts'
import { ansible } from './ansible.ts'
import { dockerfile } from './dockerfile.ts'
import { powershell } from './powershell.ts'
import type { ScriptForm } from './script-form.ts'
import { sh } from './sh.ts'

/**
 * The plan for another machine, as text to be read and run there. A pure function: the same need gives the same text. Nothing of a
 * certificate gets into it but its octets, its SHA-256 and letters, digits and blanks of its name.
 */
export const script = (form: ScriptForm, need: Need): string => forms[form](need)

const forms: Readonly<Record<ScriptForm, (need: Need) => string>> = { sh, powershell, dockerfile, ansible }
