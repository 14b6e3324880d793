/** What an iterator yields, one by one or several at once; drawn when first asked for and kept: asked a second time, nothing is computed again. */
export class KeptList<T extends object> {
  private readonly kept: T[] = []
  private source: Iterator<T | readonly T[]> | null

  constructor(source: Iterator<T | readonly T[]>) {
    this.source = source
  }

  /** `undefined` past the end. */
  at(index: number): T | undefined {
    while (index >= this.kept.length && this.source !== null) {
      const next = this.source.next()
      if (next.done === true) this.source = null
      else if (isSeveral(next.value)) for (const value of next.value) this.kept.push(value)
      else this.kept.push(next.value)
    }
    return this.kept[index]
  }
}

/** Array.isArray does not narrow a list that is read-only. */
const isSeveral = <T extends object>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value)
