import type { Host } from '../../host/host.ts'
import type { Invocation, Probe, Question } from '../probe.ts'

/** Whether a host is an address in text. */
export const isAddress = (host: string): boolean => /^[\d.]+$|:/.test(host)

/** An address as it stands in front of a port. */
export const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host)

/** For programs that open the connection by themselves: why they cannot; otherwise as `invoke` says. */
export const direct =
  (invoke: (host: Host, question: Question) => Invocation | { readonly cannot: string }): Probe['invoke'] =>
  (host, question) => {
    if (question.starttls !== null) return { cannot: `it does not speak ${question.starttls} before TLS` }
    if (question.viaProxy || question.address === '')
      return { cannot: 'the server was reached through a proxy, which it does not use' }
    return invoke(host, question)
  }

/** Settings about trust that stand in files, by their names in lower case: what they say, as the runtime would read it. */
export function fileSettings({ asking }: Question, home: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { kind, name, value } of [asking.why, ...asking.overrides]) {
    const key = name.toLowerCase()
    if (kind === 'file' && value !== '' && !found.has(key))
      found.set(
        key,
        value.replace(/^~(?=[\\/])/, () => home),
      )
  }
  return found
}
