import type { Failure, FailureCode } from '../model/failure.ts'
import type { MessageTable, Says, Template } from '../model/message.ts'
import { ownWords } from './own-words.ts'
import { derivedParams } from './params.ts'
import { slots } from './slots.ts'
import { slotsOf } from './template.ts'

/** What a sentence needs beside the failure. */
export interface SaysContext {
  /** The name asked for; empty: none. */
  readonly host: string
  /** The port asked for; absent, or 0: none. */
  readonly port?: number
}

/**
 * The sentence for a failure. Only values that its template reads are kept, so that two failures that a client words
 * alike compare equal. `failure.params` win over what is derived from the certificate. Never throws for tables whose
 * templates parse.
 */
export function says(table: MessageTable, failure: Failure, context: SaysContext): Says {
  const template = templateFor(table, failure.code)
  const given: Readonly<Record<string, string>> = {
    ...derivedParams(failure, context.host),
    // RFC 9110 §4.2.2: 443 is https' own, and is left out of a URL.
    port: [undefined, 0, 443].includes(context.port) ? '' : `:${context.port}`,
    ...failure.params,
  }
  const params: Record<string, string> = {}
  for (const slot of slotsOf(template)) {
    const value = given[slot]
    if (!slots[slot].clock && value !== undefined && value !== '') params[slot] = value
  }
  return { template, params }
}

/**
 * The template for a code: its own; that of the code that says the same less exactly; for what goes wrong before a path is
 * judged, our own words in parentheses; and at last the family's generic sentence, which every table holds under
 * `handshake-failed`.
 */
export function templateFor(table: MessageTable, code: FailureCode): Template {
  for (let next: FailureCode | undefined = code; next !== undefined; next = broader[next]) {
    const template = table[next]
    if (template !== undefined) return template
  }
  return own[code] ?? table['handshake-failed'] ?? 'certificate verification failed'
}

const own: MessageTable = ownWords

/** A client without a word for the left code is taken to use its word for the right one. */
const broader: Readonly<Partial<Record<FailureCode, FailureCode>>> = {
  'certificate-unreadable': 'certificate-malformed',
  'issuer-of-anchor-not-found': 'issuer-not-found',
  'target-unverified': 'issuer-not-found',
  'self-signed-in-chain': 'issuer-not-found',
  'self-signed-target': 'issuer-not-found',
  'issuer-not-found': 'path-not-found',
  'no-anchors': 'path-not-found',
  'key-usage-target': 'purpose-target',
  'purpose-ca': 'purpose-target',
  'name-excluded': 'name-not-permitted',
  'name-constraint-unsupported': 'name-not-permitted',
  'issuer-key-unreadable': 'signature-invalid',
  'signature-unsupported': 'signature-invalid',
  'signature-key-kind': 'signature-invalid',
  'key-usage-empty': 'key-usage-target',
  'not-before-unreadable': 'certificate-malformed',
  'not-after-unreadable': 'certificate-malformed',
  'host-in-common-name-only': 'host-mismatch',
  'host-no-names': 'host-mismatch',
  'ip-mismatch': 'host-mismatch',
}
