/**
 * Octets of an IP literal, 4 or 16; `null` when the text is none.
 * IPv4 is dotted decimal without leading zeros (RFC 3986 §3.2.2). IPv6 is RFC 4291 §2.2 without brackets or zone.
 */
export function parseIp(text: string): Uint8Array | null {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text)
}

/** Whether two addresses are the same octets. An IPv4-mapped IPv6 address is not its IPv4 address. */
export function sameOctets(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, i) => octet === b[i])
}

/** The IPv4 address that an IPv4-mapped IPv6 address holds (RFC 4291 §2.5.5.2); another address is itself. */
export const unmapped = (octets: Uint8Array): Uint8Array =>
  octets.length === 16 && octets.subarray(0, 12).every((octet, i) => octet === (i < 10 ? 0 : 0xff)) ? octets.subarray(12) : octets

/** Whether these are as many octets as an address has, or one with its mask (RFC 5280 §4.2.1.6, §4.2.1.10). */
export const isAddressLength = ({ length }: Uint8Array): boolean => [4, 8, 16, 32].includes(length)

/** The eight 16-bit groups of an IPv6 address. */
export const groupsOf = (octets: Uint8Array): readonly number[] =>
  Array.from({ length: 8 }, (_, i) => ((octets[2 * i] ?? 0) << 8) | (octets[2 * i + 1] ?? 0))

function parseIpv4(text: string): Uint8Array | null {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return null
  return Uint8Array.from(parts, Number)
}

function parseIpv6(text: string): Uint8Array | null {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const [before, after] = [groups(halves[0] ?? '', halves.length === 1), groups(halves[1] ?? '', true)]
  if (before === null || after === null) return null
  const missing = 8 - before.length - after.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null
  const all = [...before, ...Array<number>(missing).fill(0), ...after]
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 255]))
}

/** `mayEndInIpv4`: the last group may be written as an IPv4 address, which only the end of the whole text may. */
function groups(text: string, mayEndInIpv4: boolean): number[] | null {
  if (text === '') return []
  const parts = text.split(':')
  const last = parts[parts.length - 1] ?? ''
  const tail = mayEndInIpv4 && last.includes('.') ? parseIpv4(last) : null
  const plain = tail === null ? parts : parts.slice(0, -1)
  if (!plain.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return null
  const numbers = plain.map((part) => Number.parseInt(part, 16))
  if (tail !== null) numbers.push(((tail[0] ?? 0) << 8) | (tail[1] ?? 0), ((tail[2] ?? 0) << 8) | (tail[3] ?? 0))
  return numbers
}
