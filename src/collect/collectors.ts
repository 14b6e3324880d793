import powershell from './collect.ps1?raw' with { type: 'text' }
import python from './collect.py?raw' with { type: 'text' }
import sh from './collect.sh?raw' with { type: 'text' }
import type { CollectorLanguage } from './language.ts'

/**
 * Scripts that run where rootcause does not, with nothing but the runtime's own library, and write a case (`schema: 1` of
 * `model/evidence.ts`) to standard output. What each reads, contacts and writes stands at its head.
 */
export const collectors: Readonly<Record<CollectorLanguage, string>> = { python, powershell, sh }
