/** Does it, or says in one line what did not go, what to do, and what the program's own end was. */
export function orSay(problem: string, act: () => void): void {
  try {
    act()
  } catch (cause) {
    throw new Error(`${problem} (${cause instanceof Error ? cause.message : String(cause)})`, { cause })
  }
}
