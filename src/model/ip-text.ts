/** Text of an IP address: four octets in dotted decimal, sixteen as RFC 5952 §4 has them; of any other length in hexadecimal. */
export function ipText(octets: Uint8Array): string {
  if (octets.length === 4) return octets.join('.')
  if (octets.length !== 16) return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('')
  const groups = Array.from({ length: 8 }, (_, i) => (octets[2 * i] ?? 0) * 256 + (octets[2 * i + 1] ?? 0))
  const run = longestZeroRun(groups)
  const text = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':')
  return run === null ? text(groups) : `${text(groups.slice(0, run.start))}::${text(groups.slice(run.end))}`
}

/** RFC 5952 §4.2: the longest run of two or more zero groups, the first of equals; `end` is exclusive. */
function longestZeroRun(groups: readonly number[]): { readonly start: number; readonly end: number } | null {
  let best: { readonly start: number; readonly end: number } | null = null
  for (let start = 0; start < groups.length; start++) {
    let end = start
    while (groups[end] === 0) end++
    if (end - start > (best === null ? 1 : best.end - best.start)) best = { start, end }
  }
  return best
}
