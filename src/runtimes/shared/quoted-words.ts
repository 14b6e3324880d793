/** Options in a variable, taken apart as the program does. `null`: it refuses the variable. */
export type QuotedWords = readonly string[] | null

/**
 * NODE_OPTIONS: blanks part, double quotes hold together, a backslash within them takes the next character as it is. Single quotes are
 * part of the word. Source: nodejs/node src/node_options.cc, ParseNodeOptionsEnvVar; observed on Node 20.20.2.
 */
export function nodeWords(text: string): QuotedWords {
  const words: string[] = []
  let word: string | null = null
  let isQuoted = false
  for (let i = 0; i < text.length; i++) {
    let c = text.charAt(i)
    if (c === '\\' && isQuoted) {
      i += 1
      if (i === text.length) return null
      c = text.charAt(i)
    } else if (c === ' ' && !isQuoted) {
      if (word !== null) words.push(word)
      word = null
      continue
    } else if (c === '"') {
      isQuoted = !isQuoted
      continue
    }
    word = (word ?? '') + c
  }
  if (isQuoted) return null
  return word === null ? words : [...words, word]
}

/**
 * JAVA_TOOL_OPTIONS and _JAVA_OPTIONS (hotspot/share/runtime/arguments.cpp, parse_options_buffer) and JDK_JAVA_OPTIONS
 * (libjli/args.c, JLI_AddArgsFromEnvVar): white space parts, both kinds of quotes hold together and go, a backslash is a character.
 * Observed on OpenJDK 17.0.15.
 */
export function javaWords(text: string): QuotedWords {
  const words: string[] = []
  let word: string | null = null
  let quote = ''
  for (const c of text) {
    if (quote !== '' && c === quote) quote = ''
    else if (quote === '' && (c === '"' || c === "'")) {
      quote = c
      word ??= ''
    } else if (quote === '' && /\s/.test(c)) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + c
  }
  if (quote !== '') return null
  return word === null ? words : [...words, word]
}
