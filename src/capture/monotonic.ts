import process from 'node:process'

/**
 * Milliseconds on a clock that nobody sets. Not `performance.now()`: the first touch of that global loads a module of Node which
 * a short run can do without.
 */
export const monotonic = (): number => process.uptime() * 1000
