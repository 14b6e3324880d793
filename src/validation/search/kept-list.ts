/** What an iterator yields, drawn when first asked for and kept: asked a second time, nothing is computed again. */
export class KeptList<T extends object> {
  private readonly kept: T[] = []
  private source: Iterator<T> | null

  constructor(source: Iterator<T>) {
    this.source = source
  }

  /** `undefined` past the end. */
  at(index: number): T | undefined {
    while (this.source !== null && this.kept.length <= index) {
      const next = this.source.next()
      if (next.done === true) this.source = null
      else this.kept.push(next.value)
    }
    return this.kept[index]
  }
}
