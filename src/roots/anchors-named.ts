import type { RootAnchor, RootTable } from './table.ts'

/**
 * Anchors of the table in whose record one of these octet strings stands: names in DER, keys. To read every anchor costs a quarter of a
 * second; an authority writes its name in one way. What is found must still be compared field by field.
 */
export function anchorsHolding(table: RootTable, octets: readonly Uint8Array[]): readonly RootAnchor[] {
  const wanted = octets.map(binary)
  const found: RootAnchor[] = []
  for (let place = 0; place < table.size; place++) {
    const fields = binary(table.record(place).fields)
    if (wanted.some((text) => fields.includes(text))) found.push(table.anchorAt(place))
  }
  return found
}

/** One character for each octet, so that the search of strings serves: it is the engine's own, and fast. */
function binary(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return text
}
