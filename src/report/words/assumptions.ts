/** What the verdicts rest on without proof, by name. Slots are the assumption's params. */
export const assumptionWords: Readonly<Record<string, string>> = {
  'revocation-not-checked': 'Revocation was not checked.',
  'possession-not-proved': 'The server did not prove that it holds the key: the look ended before that.',
  'captured-by-node': "Some chains were seen through Node's own TLS, because the server wants something that the prober lacks.",
  'clock-moved': 'Chain and stores are as observed, not as they were at the time judged for.',
  'profile-from-memory': 'Known from memory only, unchecked, not to be relied on: {clients}.',
  'profile-documented': 'Known from documentation, not from runs: {clients}.',
  'profile-from-source': 'Known from their source, not from runs: {clients}.',
  'nearest-release': '{client} answers for {asked}: the nearest lower release that is known.',
}
