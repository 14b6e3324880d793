import type { Evidence } from '../../src/model/evidence.ts'
export const handMade: Readonly<Record<string, () => Evidence>> = {}
