import { minted, type Plan } from '../../validation/agreement/plan.ts'
import { labelOf } from './fixed-key.ts'
import type { OwnCase } from './own-case.ts'

/** Cases with their certificates, minted once: recordings hold for these octets. The batch format of a file of cases, and the key of each target. */
export interface MintedCases {
  /** Name to DER in base64. */
  readonly certificates: Readonly<Record<string, string>>
  readonly cases: readonly MintedCase[]
}

export interface MintedCase {
  readonly name: string
  /** In wire order. */
  readonly sent: readonly string[]
  readonly store: readonly string[]
  readonly host: string
  /** RFC 3339. */
  readonly time: string
  /** The fixed key of the target: its kind and label. */
  readonly key: string
}

/** Mints every case. A certificate of one content is minted once, whatever cases it stands in. */
export function mintCases(cases: readonly OwnCase[]): MintedCases {
  const certificates: Record<string, string> = {}
  const byContent = new Map<string, string>()
  const nameOf = (item: Plan | Uint8Array): string => {
    const content = contentOf(item)
    const known = byContent.get(content)
    if (known !== undefined) return known
    const der = item instanceof Uint8Array ? item : minted(item)
    const name = `c${byContent.size}`
    byContent.set(content, name)
    certificates[name] = Buffer.from(der).toString('base64')
    return name
  }
  const out = cases.map(
    ({ name, sent, store, host, at, target }): MintedCase => ({
      name,
      sent: sent.map(nameOf),
      store: store.map(nameOf),
      host,
      time: new Date(at * 1000).toISOString().replace('.000Z', 'Z'),
      key: labelOf(target.key),
    }),
  )
  return { certificates, cases: out }
}

/** All that makes a certificate what it is, but for the chance that is in ECDSA. Octets stand for themselves. */
function contentOf(item: Plan | Uint8Array): string {
  if (item instanceof Uint8Array) return Buffer.from(item).toString('hex')
  const { key, signer, ...rest } = item
  return JSON.stringify({ ...rest, key: labelOf(key), signer: labelOf(signer) }, (_name, value: unknown) => {
    if (typeof value === 'bigint') return value.toString()
    return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value
  })
}
