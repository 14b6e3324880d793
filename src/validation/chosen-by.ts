import type { ClientEvidence } from '../model/evidence.ts'

/** Names of the environment variables that chose a client's store; empty: something else decided. */
export const variablesChoosing = ({ chosenBy = [] }: Pick<ClientEvidence, 'chosenBy'>): readonly string[] => [
  ...new Set(chosenBy.flatMap(({ kind, name }) => (kind === 'variable' ? [name] : []))),
]
