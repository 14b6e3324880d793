/** A word as it was typed. */
export const text = (value: string): string => value

/** A flag with a value that may be left out. */
export const optionalText = (placeholder: string, brief: string) =>
  ({ kind: 'parsed', parse: text, optional: true, placeholder, brief }) as const

/** A flag that may be given several times, each with a value. */
export const several = (placeholder: string, brief: string) =>
  ({ kind: 'parsed', parse: text, optional: true, variadic: true, placeholder, brief }) as const

/** A flag without a value; there is no `--no-` of it. */
export const optionalSwitch = (brief: string) => ({ kind: 'boolean', optional: true, withNegated: false, brief }) as const
