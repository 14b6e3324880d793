import { mailDialogue } from './mail-submission.ts'
import type { StarttlsEntry } from './starttls-entry.ts'

/** LMTP, which differs by its greeting: RFC 2033 §4.1. */
export const lmtp: StarttlsEntry = { protocol: 'lmtp', port: 24, dialogue: () => mailDialogue('LHLO') }
