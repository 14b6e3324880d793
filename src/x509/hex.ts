/** Each octet's digits, when it was met. */
const octetHex: string[] = []

/** Octets in lower-case hexadecimal, two digits each, nothing between. */
export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i++) {
    const octet = bytes[i]!
    text += octetHex[octet] ??= octet.toString(16).padStart(2, '0')
  }
  return text
}

/** The octets that hexadecimal digits of either case write; colons, white space and a leading `0x` are ignored. `null`: anything else, or half an octet. */
export function fromHex(text: string): Uint8Array | null {
  const digits = text.trim().replace(/^0x/i, '').replace(/[\s:]/g, '')
  if (digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) return null
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16))
}
