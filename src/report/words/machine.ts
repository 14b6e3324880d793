import type { Danger, WithoutEffectReason } from '../../model/machine.ts'

/** Why a setting does nothing. Slots: the `params` of `WithoutEffect`. */
export const withoutEffectWords: Readonly<Record<WithoutEffectReason, string>> = {
  'wrong-name': 'nothing reads a setting of this name[; {instead} is read]',
  'wrong-file-name': '[{files}: ]a file of such a name is not read[; {instead} would be]',
  beaten: '{by} is looked at first[; {instead} would change that]',
  'too-old': 'this release does not know it[; it came with {since}]',
  'too-new': 'this release no longer knows it[; it went with {since}][; {instead} is read]',
  'no-such-file': 'nothing is there[; {sandbox} sets it so in its builds, which are to trust nothing]',
  'no-certificate': 'it holds no certificate that is read from it[: it is {form}, and PEM alone is read][; {instead} would do]',
  'wrong-kind': 'a file is expected and a directory is named, or the other way round[; {instead} is for that]',
  'some-requests': 'it reaches only {reach}',
  'other-runtime': 'another program reads it[; here {instead} is read]',
  'not-expanded': 'quotes, blanks, ~ or % are taken as part of the value[; {instead} would do]',
  'not-inherited': 'it does not reach this program[: {by}]',
  'other-backend': 'this program is built with {by}, which does not read it[; {instead} is read]',
  'other-copy': 'the copy that is installed here is a {by}, which has a home of its own[; {instead} is read]',
}

/** What a dangerous setting does. */
export const dangerWords: Readonly<Record<Danger['reason'], string>> = {
  'verification-off': 'turns verification off: whoever sits between can read and change everything',
  'names-not-checked': 'turns the check of the name off: any valid certificate will do',
  'host-excepted': 'excepts these hosts from verification',
  'key-material-logged': 'writes the keys of every connection to a file: who reads it reads the traffic',
  'anybody-can-write': 'can be written by others: who does decides what is trusted',
}
