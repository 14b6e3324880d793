import { authority, utc } from '../../src/lab/shapes.ts'
import { rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import type { Asking } from '../../src/model/machine.ts'
import type { Runtime } from '../../src/runtimes/runtime.ts'
import { type Machine, machine } from './machine.ts'

const root = rootCertificate(authority('machine', 'Root CA'), {
  notBefore: utc('2020-01-01T00:00:00Z'),
  notAfter: utc('2040-01-01T00:00:00Z'),
})

/** A file that holds one certificate, as PEM. */
export const somePem = certificatesPem([root])

/** A file that holds one certificate, as DER. */
export const someDer = root

/** What the first installation, or that of a path, on a machine in memory will do. */
export async function askingOf(runtime: Runtime, given: Machine, path?: string): Promise<Asking> {
  const host = machine(given)
  const all = await runtime.find(host)
  const found = path === undefined ? all[0] : all.find((one) => one.path === path)
  if (found === undefined) throw new Error(`not found: ${path ?? runtime.id} among ${all.map((one) => one.path).join(', ')}`)
  return runtime.asks(host, found)
}

/** The stores of an answer, by name. */
export const storesOf = (asking: Asking): readonly string[] => asking.stores.map(({ store }) => store)

/** What has no effect, as `name: reason`. */
export const lostIn = (asking: Asking): readonly string[] =>
  asking.withoutEffect.map(({ setting, reason }) => `${setting.name}: ${reason}`)
