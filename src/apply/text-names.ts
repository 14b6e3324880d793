/** Octets as text; nothing for nothing. */
export const textOf = (content: Uint8Array | null): string => (content === null ? '' : new TextDecoder().decode(content))

/**
 * How often a text names a file. Quotes and escapes are left out on both sides, for each kind of file has its own, and the signs of UTF-16
 * that ASCII has not. A list of ours tells where its certificates are from, and asks for none of those files.
 */
export const namesIn = (text: string, path: string): number =>
  text.startsWith('# Made by rootcause.') ? 0 : plain(text).split(plain(path)).length - 1

const plain = (text: string): string => text.replaceAll(/['"\\\0\u2018-\u201e]/g, '')
