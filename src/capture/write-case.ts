import type { Evidence } from '../model/evidence.ts'

/** The text of a case: keys in a fixed order, one certificate a line. */
export const writeCaseFile = (value: Evidence): string => `${JSON.stringify(value, null, 1)}\n`
