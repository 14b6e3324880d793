import type { Asking } from '../../model/machine.ts'

const asks = ({ stores }: Asking, names: RegExp): boolean => stores.some(({ store }) => names.test(store))

/** Reads the roots of Windows that every scope brings together. */
export const asksWindowsRoots = (asking: Asking): boolean => asks(asking, /^(?:system|windows:root)$/i)

/** Reads the roots of the machine, with those of the user or alone (Java: Windows-ROOT-LOCALMACHINE). */
export const asksMachineRoots = (asking: Asking): boolean => asks(asking, /^(?:system|windows:(?:lm\/)?root)$/i)

/** Reads the intermediates of Windows, and takes them for anchors. */
export const asksWindowsIntermediates = (asking: Asking): boolean => asks(asking, /^windows:ca$/i)
