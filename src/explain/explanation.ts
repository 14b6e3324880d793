import type { CauseWord } from '../messages/cause-words.ts'
import type { Refuser } from '../messages/known/known-text.ts'

/** One refusal that a text tells. */
export interface Recognised {
  /** The program or library whose words they are; `null` where many say so. */
  readonly runtime: string | null
  /** Its release, or a range of them, as far as the words show it. */
  readonly version: string | null
  /** Whether the program that printed the text refused, or was refused by the other side. */
  readonly who: Refuser
  /** Likeliest first. */
  readonly causes: readonly CauseWord[]
  /** Whether the text says the first of them. `false`: it tells a symptom, or nothing. */
  readonly namesCause: boolean
  /** As the text has it; `null`: it names none. */
  readonly host: string | null
  readonly port: number | null
  /** The words that were recognised. Data from outside: escaped wherever it is shown. */
  readonly text: string
}

/** What a text means, as `--format json` prints it. `schema: 1` is a promise. */
export interface Explanation {
  readonly schema: 1
  /** Empty: the text is none that is known, and nothing is guessed. */
  readonly recognised: readonly Recognised[]
  /** A command that tells the causes apart; `null` where nothing was recognised. */
  readonly next: string | null
}
