import { RootcauseError } from '../model/error.ts'

/** `--locate` asks third parties. Throws where that is asked for and forbidden at once. */
export function requireLocatable({ locate, offline }: { readonly locate?: boolean; readonly offline?: boolean }): void {
  if (locate === true && offline === true)
    throw new RootcauseError('usage', '--offline forbids --locate', 'leave out one of --offline and --locate')
}
