import type { ComparedInput, NotModelled } from '../../model/comparison.ts'

/** What is not part of a comparison, each as a part of a list. */
export const notModelledWords: Readonly<Record<NotModelled, string>> = {
  revocation: 'revocation (CRL, OCSP)',
  'fetched-intermediates': 'intermediates that a client fetches (AIA) or keeps from earlier connections',
  'fetched-roots': 'roots that a system fetches when they are asked for',
  'proxy-of-program': 'a proxy or an interception that only one of the programs meets',
  'own-trust-code': 'pins, callbacks and stores that a program sets in its own code',
  'client-certificate': 'a certificate that the server wants of the client',
  'process-environment': 'variables that are set in the environment of one process alone',
}

/** What a verdict is a function of. */
export const inputWords: Readonly<Record<ComparedInput['name'], string>> = {
  store: 'trust store',
  chain: 'chain sent',
  host: 'name asked for',
  time: 'clock',
  client: 'path building and checks',
}
