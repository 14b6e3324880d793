import { mailDialogue } from './mail-submission.ts'
import type { StarttlsEntry } from './starttls-entry.ts'

/** SMTP: RFC 3207; submission: RFC 6409 §7. */
export const smtp: StarttlsEntry = { protocol: 'smtp', port: 25, dialogue: () => mailDialogue('EHLO') }
