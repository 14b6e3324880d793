import { parseHost } from '../capture/target.ts'
import { RootcauseError } from '../model/error.ts'
import { shortened } from '../report/escape.ts'

/**
 * The name or address behind a flag such as `--host`, in the form in which a target has it; `null`: the flag was not given.
 * Throws `RootcauseError` of kind `usage` for what is neither, an empty text too: a name left empty by mistake would be checked by nobody.
 */
export function givenHost(text: string | undefined, flag: string): string | null {
  if (text === undefined) return null
  try {
    return parseHost(text)
  } catch (cause) {
    const words = `--${flag} cannot be ${JSON.stringify(shortened(text, 60))}`
    throw new RootcauseError('usage', words, 'give a name or an address, without scheme and port', { cause })
  }
}
