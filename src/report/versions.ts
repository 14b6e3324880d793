/** From so many versions of a kind on, they are counted. */
const many = 3

/** Programs, or ids of clients, with kinds of which there are many told once: `pip (6 versions)`, `go-1.19`. The order is kept. */
export function foldVersions(names: readonly string[]): readonly string[] {
  const kindOf = (text: string): string => text.replace(/[ -](?=\d).*/s, '')
  return [...new Set(names.map(kindOf))].flatMap((kind) => {
    const all = names.filter((text) => kindOf(text) === kind)
    return all.length < many ? all : [`${kind} (${all.length} versions)`]
  })
}
