import type { RequestListener } from 'node:http'
import type { Locating } from '../../../src/commands/locating.ts'
import { judge, now, Replicas } from '../../fetch/support/replicas.ts'
import { user, type User } from '../../programmes/support/kept.ts'

/** A user who locates certificates, and what crt.sh stands in for him on loopback. */
export interface Locator {
  /** Since `begin`. */
  readonly user: User
  readonly replicas: Replicas
  /** Addresses that crt.sh was asked for, and what was told to have failed; both may be emptied. */
  readonly asked: string[]
  readonly failures: string[]
  readonly begin: () => void
  readonly end: () => Promise<void>
  /** crt.sh, of which each request is noted. */
  readonly crtSh: (answer: RequestListener) => Promise<void>
  readonly locating: (over?: Partial<Locating>) => Locating
}

/** For one file of tests; `begin` and `end` stand around each. */
export function locator(): Locator {
  const replicas = new Replicas()
  const [asked, failures]: [string[], string[]] = [[], []]
  let one: User | null = null
  const own = (): User => {
    if (one === null) throw new Error('it has not begun')
    return one
  }
  return {
    get user() {
      return own()
    },
    replicas,
    asked,
    failures,
    begin: () => {
      one = user()
      asked.length = 0
      failures.length = 0
    },
    end: async () => {
      own().remove()
      await replicas.close()
    },
    crtSh: (answer) =>
      replicas.host('crt.sh', {
        answer: (request, response) => {
          asked.push(`https://crt.sh${request.url ?? ''}`)
          answer(request, response)
        },
      }),
    locating: (over = {}) => ({
      host: own().host,
      now,
      connect: replicas.connect,
      judge,
      timeoutMs: 5000,
      idleMs: 1000,
      signal: new AbortController().signal,
      onFailed: (why) => failures.push(why),
      ...over,
    }),
  }
}
