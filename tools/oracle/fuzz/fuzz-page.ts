import type { Seat } from './compare.ts'
export function writeFuzzPage(_: { seats: readonly Seat[]; seed: number; first: number; total: number; seconds: number }): void {}
