/** One line of a configuration file of git. Section and key are in lower case, as git compares them. */
export interface GitConfigEntry {
  readonly section: string
  /** Between the quotes of the heading, as written; empty: none. */
  readonly subsection: string
  readonly key: string
  /** `null`: the key stands alone, which means true. */
  readonly value: string | null
  /** From 1. */
  readonly line: number
}

const heading = /^\s*\[\s*(?<section>[A-Za-z0-9.-]+)\s*(?:"(?<sub>(?:[^"\\]|\\.)*)")?\s*\](?<rest>.*)$/
const assignment = /^\s*(?<key>[A-Za-z][A-Za-z0-9-]*)\s*(?:(?<equals>=)(?<value>.*))?$/

/** The entries of a file (git-config(1), Syntax), in their order. What git would call an error is passed over. */
export function readGitConfig(text: string): readonly GitConfigEntry[] {
  const entries: GitConfigEntry[] = []
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  let [section, subsection] = ['', '']
  for (let i = 0; i < lines.length; i++) {
    const line = i + 1
    let rest = lines[i] ?? ''
    const groups = heading.exec(rest)?.groups
    if (groups !== undefined) {
      section = (groups['section'] ?? '').toLowerCase()
      subsection = (groups['sub'] ?? '').replace(/\\(.)/g, '$1')
      // A key may follow on the same line.
      rest = groups['rest'] ?? ''
    }
    if (/^\s*([#;]|$)/.test(rest)) continue
    // A backslash at the end takes the next line in, also within quotes.
    while (/(?:^|[^\\])(?:\\\\)*\\$/.test(rest) && i + 1 < lines.length) rest = `${rest.slice(0, -1)}${lines[++i] ?? ''}`
    const parts = assignment.exec(rest.includes('=') ? rest : rest.replace(/[#;].*$/, ''))?.groups
    if (parts === undefined) continue
    const value = parts['equals'] === undefined ? null : valueOf(parts['value'] ?? '')
    entries.push({ section, subsection, key: (parts['key'] ?? '').toLowerCase(), value, line })
  }
  return entries
}

/** A blank, a comment, a heading, or a key with its value, which comments and a backslash at the end of a line are part of. */
const token =
  /[ \t\r\n]+|[#;][^\n]*|\[(?:[A-Za-z0-9.-]*[ \t\r]+"(?:[^"\\\n]|\\[^\n])*"|[A-Za-z0-9.-]+)\]|[A-Za-z][A-Za-z0-9-]*[ \t]*(?:=(?:[^"\\\n#;]|\\[\ntbn\\"]|"(?:[^"\\\n]|\\[\ntbn\\"])*")*(?:[#;][^\n]*)?)?\n/y

/** The line of a file, from 1, at which every git ends with `bad config line`; `null`: it reads the whole (git: config.c, git_parse_source). */
export function gitStopsAt(text: string): number | null {
  const whole = `${text.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n')}\n\n`
  for (token.lastIndex = 0; token.lastIndex < whole.length; ) {
    const at = token.lastIndex
    if (!token.test(whole)) return whole.slice(0, at).split('\n').length
  }
  return null
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b' }

/** Quotes may open and close anywhere; a comment begins outside them; blanks around what is unquoted do not count. */
function valueOf(text: string): string {
  let [value, kept, isQuoted] = ['', 0, false]
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? ''
    if (char === '"') isQuoted = !isQuoted
    else if (char === '\\') {
      const next = text[++i] ?? ''
      value += escapes[next] ?? next
    } else if (!isQuoted && (char === '#' || char === ';')) break
    else if (isQuoted || value !== '' || !/\s/.test(char)) value += char
    // Blanks at the end are dropped; those within quotes stay.
    if (isQuoted || !/\s/.test(char)) kept = value.length
  }
  return value.slice(0, kept)
}

/** git_parse_maybe_bool: `null` stands for a key alone, an empty value is false. */
export const isTrue = (value: string | null): boolean => value === null || !/^(false|no|off|0|)$/i.test(value)
