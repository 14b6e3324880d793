/** A value made when it is first asked for, and kept: the sentences of a family cost more than the rest of a short run needs. */
export function once<T>(make: () => T): () => T {
  let kept: { readonly value: T } | null = null
  return () => (kept ??= { value: make() }).value
}
