import type { Host } from './host.ts'

/** What was found out about a machine that is looked at once, by what was asked. */
const memories = new WeakMap<Host, Map<string, unknown>>()

/**
 * The machine as it was when it was first looked at: stores are read, runtimes looked for and programs started once. For the part of a
 * command that changes nothing; whoever looks again after a change takes the host itself. A copy of it with other files or variables
 * (`{ ...host, env }`) is another machine, and shares with it the programs alone that were started in the same way.
 */
export function oneLook(host: Host): Host {
  if (memories.has(host)) return host
  const started = new Map<string, ReturnType<Host['run']>>()
  const copy: Host = {
    ...host,
    run: (argv, options) => {
      const key = JSON.stringify([argv, options])
      const known = started.get(key) ?? host.run(argv, options)
      started.set(key, known)
      return known
    },
  }
  memories.set(copy, new Map())
  return copy
}

/**
 * What `work` gives, or gave before for the same question on a machine that is looked at once. `key` names the question among all, and so
 * the type of the answer.
 */
export function looked<T>(host: Host, key: string, work: () => T): T {
  const memory = memories.get(host)
  if (memory === undefined) return work()
  if (memory.has(key)) return memory.get(key) as T
  const answer = work()
  memory.set(key, answer)
  return answer
}
