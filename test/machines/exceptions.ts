/** Machines whose cause is not what the product tells first, and why not. One that no longer applies fails. */
export const exceptions: Readonly<Record<string, string>> = {}
