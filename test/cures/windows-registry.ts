import { createHash } from 'node:crypto'
import type { Host, RegistryKey } from '../../src/host/host.ts'
import type { AskedStore, Asking } from '../../src/model/machine.ts'
import type { NeedingSeat } from '../../src/cures/cure.ts'
import { machine } from '../support/machine.ts'

const keys = {
  CU: 'HKCU\\SOFTWARE\\Microsoft\\SystemCertificates',
  LM: 'HKLM\\SOFTWARE\\Microsoft\\SystemCertificates',
  GP: 'HKLM\\SOFTWARE\\Policies\\Microsoft\\SystemCertificates',
  ENT: 'HKLM\\SOFTWARE\\Microsoft\\EnterpriseCertificates',
} as const

/** Stores by `CU/ROOT`, each with its certificates. */
export type WindowsStores = Readonly<Record<string, readonly Uint8Array[]>>

/** A Windows in memory; `more`: keys beside its stores. */
export function windows(stores: WindowsStores, more: Readonly<Record<string, RegistryKey>> = {}): Host {
  const registry: Record<string, RegistryKey> = { ...more }
  for (const [name, certificates] of Object.entries(stores)) {
    const [scope, store] = name.split('/') as [keyof typeof keys, string]
    const at = `${keys[scope]}\\${store}`
    const names = certificates.map((der) => createHash('sha1').update(der).digest('hex').toUpperCase())
    registry[at] = { keys: ['Certificates'], values: {} }
    registry[`${at}\\Certificates`] = { keys: names, values: {} }
    certificates.forEach((der, i) => {
      registry[`${at}\\Certificates\\${names[i]}`] = { keys: [], values: { Blob: blob(der) } }
    })
  }
  // Every key is listed by the one above it.
  for (const key of Object.keys(registry)) {
    for (let at = key.lastIndexOf('\\'), below = key; at > 0; at = below.lastIndexOf('\\')) {
      const [above, name] = [below.slice(0, at), below.slice(at + 1)]
      const known = registry[above] ?? { keys: [], values: {} }
      registry[above] = known.keys.includes(name) ? known : { ...known, keys: [...known.keys, name] }
      below = above
    }
  }
  return machine({ platform: 'win32', env: { SystemRoot: 'C:\\Windows' }, home: 'C:\\Users\\u', registry })
}

/** MS-GPEF §2.2.1.1.1: number (32: the certificate), 1, length, value. */
function blob(der: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(Uint32Array.of(32, 1, der.length).buffer), der])
}

/** A client of a runtime that asks these stores. */
export function seat(runtime: string, stores: readonly string[], path = `/usr/bin/${runtime}`): NeedingSeat {
  const asked = stores.map((store): AskedStore => ({ store, ifUnreadable: 'fails' }))
  const asking: Asking = {
    installation: { runtime, path, version: null, client: `${runtime}-1`, note: '' },
    stores: asked,
    unknown: '',
    why: { kind: 'built-in', name: 'built in', value: '', where: '' },
    overrides: [],
    withoutEffect: [],
    dangers: [],
    source: 'test',
  }
  return { client: `${runtime}-1`, store: stores.join(' + '), asking }
}
