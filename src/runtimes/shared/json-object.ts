/** The object in a text; `null`: it is none. Total. */
export function readJsonObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

/** Whether a value has members by name. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The line, from 1, on which a member's name stands first; 0: on none. */
export const lineOfMember = (text: string, name: string): number =>
  text.split(/\r?\n/).findIndex((line) => line.includes(`"${name}"`)) + 1
