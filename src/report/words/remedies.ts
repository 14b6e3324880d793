import type { Owner } from '../../model/remedy.ts'

/** Where a remedy is carried out. */
export const ownerWords: Readonly<Record<Owner, string>> = {
  'server-operator': 'On the server',
  'operating-system': "On the client's machine",
  runtime: "In the client's runtime",
  project: 'In the program',
  user: "On the client's machine",
}

const authentic = 'Take it from a system update, never from this server; compare the SHA-256.'

/** A hint that belongs to a rule; rules without one are not listed. */
export const remedyHints: Readonly<Record<string, string>> = {
  'add-anchor': authentic,
  'add-anchor-and-drop-expired': authentic,
  'serve-with-intermediate': 'The authority publishes it; most call the file a chain or a bundle.',
}

/** The same in fewer words. */
export const ownersInBrief: Readonly<Record<Owner, string>> = {
  'server-operator': 'Server',
  'operating-system': "Client's machine",
  runtime: 'Runtime',
  project: 'Program',
  user: "Client's machine",
}
