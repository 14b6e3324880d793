import type { Source } from '../model/client.ts'

/** Real clients were run on recorded cases and agreed with the profile. */
export const observed = (where: string): Source => ({ known: 'observed', where })

/** The behaviour was read in the verifier's source. */
export const read = (where: string): Source => ({ known: 'source', where })

/** The behaviour was read in the vendor's documentation, change log or issue text. */
export const documented = (where: string): Source => ({ known: 'documented', where })

/** Nobody checked it. */
export const remembered = (where: string): Source => ({ known: 'memory', where })
