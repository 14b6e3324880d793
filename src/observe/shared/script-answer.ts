import type { Ended, Told } from '../probe.ts'

/**
 * What our own small programs print: `ACCEPT`; `REJECT` and the sentence below it, where the runtime itself says that it is about the
 * certificate; or `FAILED` and the sentence.
 */
export function scriptAnswer({ stdout, stderr }: Ended): Told {
  const text = stdout.replace(/\r\n/g, '\n')
  const [, word, says = ''] = /^(ACCEPT|REJECT|FAILED)(?:\n([^]*))?$/.exec(text.trim()) ?? []
  switch (word) {
    case 'ACCEPT':
      return { kind: 'accepted' }
    case 'REJECT':
      return { kind: 'failed', says, isVerdict: true }
    case 'FAILED':
      return { kind: 'failed', says }
    default:
      return { kind: 'none', why: firstLine(stderr) || 'it said nothing' }
  }
}

/** The first line of a text that is not empty. */
export const firstLine = (text: string): string =>
  text
    .split(/\r?\n/)
    .find((line) => line.trim() !== '')
    ?.trim() ?? ''
