import { RootcauseError } from '../model/error.ts'

const lists = ['sends', 'stores', 'clients', 'signatures', 'contacted'] as const
const objects = ['target', 'certs', 'options'] as const

/**
 * Refuses what is no `Evidence` of `schema: 1` at all, such as the text of a case that nobody parsed: throws `RootcauseError` of kind
 * `input`. It looks at the outermost parts alone; `readCaseFile` checks a case that may be damaged further in.
 */
export function requireEvidence(evidence: unknown): void {
  const fault = faultOf(evidence)
  if (fault === null) return
  throw new RootcauseError(
    'input',
    `this is no evidence: ${fault}`,
    'give what JSON.parse makes of a case that check --save wrote',
  )
}

function faultOf(evidence: unknown): string | null {
  if (evidence === null || evidence === undefined) return `it is ${String(evidence)}`
  if (!isObject(evidence)) return `it is a ${Array.isArray(evidence) ? 'list' : typeof evidence}`
  if (evidence['schema'] !== 1) return `schema is ${String(evidence['schema'])}, and not 1`
  if (!Number.isSafeInteger(evidence['clock'])) return 'clock is no whole number of seconds'
  const list = lists.find((name) => !Array.isArray(evidence[name]))
  if (list !== undefined) return `${list} is no list`
  const object = objects.find((name) => !isObject(evidence[name]))
  if (object !== undefined) return `${object} is no object`
  return null
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
