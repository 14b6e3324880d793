/** A parser for one of a list: the values stand in the flag's description, for a list in the usage makes it too wide. Throws `RangeError`. */
export const oneOf =
  <T extends string>(values: readonly T[]) =>
  (value: string): T => {
    const found = values.find((v) => v === value)
    if (found === undefined) throw new RangeError(`it is none of ${values.join(', ')}`)
    return found
  }
