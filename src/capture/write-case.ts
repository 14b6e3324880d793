import type { Evidence } from '../model/evidence.ts'
import { inFileOrder } from './case-file.ts'

/** The text of a case: the same octets for the same evidence, one certificate a line. */
export const writeCaseFile = (value: Evidence): string => `${JSON.stringify(inFileOrder(value), null, 1)}\n`
