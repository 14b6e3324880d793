import { readCaseFile } from '../capture/case-file.ts'
import type { Evidence } from '../model/evidence.ts'
import { redactEvidence } from '../report/redact.ts'

/**
 * Reads a saved case as `readCaseFile` does. What a collector could not mask is masked, as in what `check --save` writes: such a case was
 * given away by somebody.
 */
export function readCase(text: string, name: string): Evidence {
  const { unmasked, ...evidence } = readCaseFile(text, name)
  return unmasked === undefined ? evidence : redactEvidence(evidence).evidence
}
