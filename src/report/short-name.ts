/** What a brief report calls a store whose own name is long, and tells once. */
export const shortName = (n: number): string => `store ${n}`

export const isShortName = (id: string): boolean => /^store \d+$/.test(id)
