import type { LineAnswer } from './line-dialogue.ts'

/** A whole reply: its code and the words of all its lines. */
export interface Reply {
  readonly code: number
  readonly words: string
}

/**
 * Gathers replies of three digits, which may go over many lines, for SMTP (RFC 5321 §4.2.1: every line has the code, with `-`
 * behind it on all but the last) and FTP (RFC 959 §4.2: lines between the first and the last may be anything).
 */
export function replyReader(judge: (reply: Reply) => LineAnswer): (line: string) => LineAnswer {
  let code = 0
  let words = ''
  return (line) => {
    const parts = /^(\d{3})(?:([ -])(.*))?$/.exec(line)
    const lineCode = Number(parts?.[1] ?? 0)
    if (code === 0 && parts === null) return { kind: 'other', words: line }
    if (code === 0) code = lineCode
    if (words.length < 1000) words += `${words === '' ? '' : ' '}${line}`
    if (parts === null || lineCode !== code || parts[2] === '-') return { kind: 'wait' }
    const reply = { code, words }
    code = 0
    words = ''
    return judge(reply)
  }
}
