/** What the verdicts rest on without proof, by name. Slots are the assumption's params. */
export const assumptionWords: Readonly<Record<string, string>> = {
  'revocation-not-checked': 'Revocation was not checked.',
  'minted-by-lab': 'The roots are minted ones that stand for the real ones: install none of them.',
  'possession-not-proved': 'The server did not prove that it holds the key: the look ended before that.',
  'captured-by-node': "Some chains were seen through Node's own TLS, because the server wants something that the prober lacks.",
  'clock-moved': 'Chain and stores are as observed, not as they were at the time judged for.',
  'observed-here': 'Observed here and now, on this machine, as predicted: {clients}.',
  'profile-from-memory': 'Known from memory only, unchecked, not to be relied on: {clients}.',
  'profile-documented': 'Known from documentation, not from runs: {clients}.',
  'profile-from-source': 'Known from their source, not from runs: {clients}.',
  'profile-compared': 'Verdicts that agree with recordings of the real client: {clients}.',
  'nearest-release': '{client} answers for {asked}: the nearest lower release that is known.',
  'platform-store': '{store} was read on no machine: it is {origin}[, by {source}].',
}

/** The same in a few words behind "Taken for granted: ". `{clients}`: how many they are. */
export const assumptionsInBrief: Readonly<Record<string, string>> = {
  'revocation-not-checked': 'nothing is revoked',
  'minted-by-lab': 'the roots stand for the real ones (they are minted for this: install none)',
  'possession-not-proved': 'the server holds its key',
  'captured-by-node': "chains seen through Node's own TLS are those of other clients",
  'clock-moved': 'chain and stores were then as now',
  'profile-from-memory': '{clients} as remembered, unchecked',
  'profile-documented': '{clients} as documented, not run',
  'profile-from-source': '{clients} read in source, not run',
  'nearest-release': '{client} stands for {asked}',
}
