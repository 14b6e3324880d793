/**
 * The text of a file that somebody gives us: UTF-8, or UTF-16 where it begins with the mark of it (RFC 2781 §3.2: FE FF is big endian,
 * FF FE little), which is what `>` writes in Windows PowerShell 5.1. The mark is no part of the text; octets that are no character
 * become U+FFFD.
 */
export const decodeText = (bytes: Uint8Array): string => new TextDecoder(utf16In(bytes) ?? 'utf-8').decode(bytes)

/** As UTF-8 where it is UTF-16 by its mark; otherwise the octets as they are, whatever they hold. */
export const asUtf8 = (bytes: Uint8Array): Uint8Array =>
  utf16In(bytes) === null ? bytes : new TextEncoder().encode(decodeText(bytes))

function utf16In([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : null
}
