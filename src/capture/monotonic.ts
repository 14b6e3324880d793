/**
 * Milliseconds on a clock that nobody sets. Not `performance.now()`: the first touch of that global loads a module of Node which
 * a short run can do without. Nor `node:process`: to import it opens standard input, output and error (a millisecond); the global
 * does not.
 */
export const monotonic = (): number => process.uptime() * 1000
