/** A value behind a flag, as `typed-again.ts` quotes it for a shell. */
const value = / (?:'[^']*'|\\'|[^\s'])+/.source

/** What was asked of `fix`, for `find`: that takes no fingerprint on trust, and plans nothing. */
export const againForFind = (again: string): string =>
  again.replace(new RegExp(` --(?:sha256|wheel|with|scope)${value}`, 'g'), '')

/** What was asked of `fix`, for `--as`, which writes a plan for a whole machine. */
export const againForScript = (again: string): string => again.replace(new RegExp(` --(?:with|scope)${value}`, 'g'), '')

/** What was asked of `fix`, for `check`, which looks for nothing. */
export const againForCheck = (again: string): string =>
  againForFind(again).replace(new RegExp(` --(?:root${value}|locate(?= |$))`, 'g'), '')
