import type { Runtime } from './runtime.ts'

/** Every runtime. A new one is one file and one line here. */
export const runtimes: readonly Runtime[] = []
