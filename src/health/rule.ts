import type { Finding } from '../model/finding.ts'
import type { HealthView } from './view.ts'

/** One kind of fact about a machine that is worth telling. Empty: it is not there. Pure, and total on any view. */
export type HealthRule = (view: HealthView) => readonly Finding[]
