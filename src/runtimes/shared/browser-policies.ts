import type { Host } from '../../host/host.ts'
import type { Setting } from '../../model/machine.ts'
import { isObject, lineOfMember, readJsonObject } from './json-object.ts'
import { namesIn, placeIn, textAt } from './place.ts'
import { withoutPasswords } from './setting.ts'

/** A policy that an administrator set for a browser. */
export interface BrowserPolicy {
  readonly name: string
  readonly value: unknown
  readonly setting: Setting
}

/** What stands in the JSON files of a folder (Chrome on Linux: every file of `managed`), of the policies asked for alone. */
export function policiesInFolder(host: Host, folder: string, wanted: readonly string[]): readonly BrowserPolicy[] {
  return namesIn(host, folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const path = placeIn(host, folder, name)
      const text = textAt(host, path) ?? ''
      const object = readJsonObject(text) ?? {}
      return wanted
        .filter((policy) => Object.hasOwn(object, policy))
        .map((policy) => ({
          name: policy,
          value: object[policy],
          setting: inPolicyFile(policy, object[policy], path, lineOfMember(text, policy)),
        }))
    })
}

/** Of a key of the Windows registry: a value of that name, or a key of that name below it whose values are a list. */
export function policiesInRegistry(host: Host, key: string, wanted: readonly string[]): readonly BrowserPolicy[] {
  return wanted.flatMap((policy): readonly BrowserPolicy[] => {
    const single = host.registry(key)?.values[policy]
    const list = Object.values(host.registry(`${key}\\${policy}`)?.values ?? {})
    const value: unknown = single ?? (list.length > 0 ? list : undefined)
    if (value === undefined) return []
    return [{ name: policy, value, setting: { kind: 'policy', name: policy, value: shown(value), where: key } }]
  })
}

/** A policy as a setting; `line` counts from 1, 0 is the file as a whole. */
export const inPolicyFile = (name: string, value: unknown, path: string, line: number): Setting => ({
  kind: 'policy',
  name,
  value: shown(value),
  where: line === 0 ? path : `${path}:${line}`,
})

/** Certificates in base64 are counted, not repeated. */
const shown = (value: unknown): string =>
  Array.isArray(value)
    ? value.every((item) => typeof item === 'string' && item.length < 200)
      ? value.join(', ')
      : `${value.length} entries`
    : isObject(value)
      ? ''
      : withoutPasswords(String(value))

/** Policies say yes as a boolean or, in the registry, as 1. */
export const isOn = (value: unknown): boolean => value === true || value === 1
/** And no as a boolean or 0. */
export const isOff = (value: unknown): boolean => value === false || value === 0
