import type { Host } from '../host/host.ts'
import { looked, oneLook } from '../host/one-look.ts'
import type { Asking, LookAround } from '../model/machine.ts'
import { runtimes } from './index.ts'
import type { AskedServer, Runtime } from './runtime.ts'
import { withPemAlone } from './shared/pem-alone.ts'
import { withOutcomes } from './shared/lost-outcome.ts'
import { withNix } from './shared/nix-store.ts'
import { withoutPasswords } from './shared/setting.ts'

/** All installations of the given runtimes, and what each will do. They are looked for side by side: each waits for programs. */
export const lookAround = (host: Host, wanted: readonly Runtime[] = runtimes, server?: AskedServer): Promise<LookAround> =>
  looked(host, `runtimes ${wanted.map(({ id }) => id).join(' ')} ${server?.host ?? ''} ${server?.port ?? ''}`, () =>
    lookAnew(oneLook(host), wanted, server),
  )

async function lookAnew(host: Host, wanted: readonly Runtime[], server: AskedServer | undefined): Promise<LookAround> {
  const found = await Promise.all(wanted.map((runtime) => one(host, runtime, server)))
  return { askings: found.flatMap((f) => f.askings), failed: found.flatMap((f) => f.failed) }
}

async function one(host: Host, runtime: Runtime, server: AskedServer | undefined): Promise<LookAround> {
  const askings: Asking[] = []
  try {
    for (const installation of await runtime.find(host))
      askings.push(masked(withPemAlone(withOutcomes(withNix(host, await runtime.asks(host, installation, server))))))
    return { askings, failed: [] }
  } catch (error) {
    return { askings, failed: [{ runtime: runtime.id, why: error instanceof Error ? error.message : String(error) }] }
  }
}

/** Passwords stand within addresses wherever a setting may hold one: names of sections, servers that are excepted, what ought to be a path. */
function masked(asking: Asking): Asking {
  const copy: Asking = JSON.parse(JSON.stringify(asking), (_, value: unknown) =>
    typeof value === 'string' ? withoutPasswords(value) : value,
  )
  return copy
}

/** The runtimes that a user means by a word: an id, another name, or a program's file name. None: nobody is called so. */
export function runtimesNamed(word: string): readonly Runtime[] {
  const name = (word.split(/[\\/]/).at(-1) ?? '').toLowerCase().replace(/\.exe$/, '')
  const plain = name.replace(/[\d.]+$/, '')
  return runtimes.filter(({ id, names }) => [id, ...names].some((known) => known === name || known === plain))
}
