import { type RootTable, rootTable } from './table.ts'

let loading: Promise<RootTable> | null = null

/** The product's own table: loaded when first asked for, in a part of its own, and kept. */
export function loadRoots(): Promise<RootTable> {
  return (loading ??= import('./data/root-table.ts').then(({ rawRootTable }) => rootTable(rawRootTable)))
}
