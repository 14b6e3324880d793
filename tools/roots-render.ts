// The table as the module that the product loads: a line for each anchor and each snapshot.
import type { RawRootTable } from '../src/roots/table.ts'

const line = (value: unknown): string => `    ${literal(value)},\n`

/** A value as TypeScript, on one line. */
function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&')}'`
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([k, v]) => `${k}: ${literal(v)}`)
      .join(', ')} }`
  }
  return String(value)
}

const list = (key: string, values: readonly unknown[]): string => `  ${key}: [\n${values.map(line).join('')}  ],\n`

/** The whole module. */
export function renderRoots(table: RawRootTable): string {
  const stores = table.stores
    .map((s) => `    { id: ${literal(s.id)}, snapshots: [\n${s.snapshots.map(line).join('')}    ] },\n`)
    .join('')
  return `// Made by \`node tools/run-ts.mjs tools/roots.ts\`: edit that, not this.
import type { RawRootTable } from '../table.ts'

/** The product's own table; see \`RawRootTable\` for what stands where. */
// biome-ignore format: a line for each anchor and each snapshot, so that a difference can be read
export const rawRootTable: RawRootTable = {
${list('fragments', table.fragments)}${list('anchors', table.anchors)}${list('strangers', table.strangers)}${list('signatures', table.signatures)}  stores: [
${stores}  ],
${list('microsoft', table.microsoft)}${list('chrome', table.chrome)}}
`
}
