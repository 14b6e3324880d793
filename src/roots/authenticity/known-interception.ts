import type { Name } from '../../model/name.ts'

/** A root that lets others than its holder read along. */
export interface KnownInterception {
  readonly product: string
  /** `published`: anybody has its private key. `forced`: whole countries were told to install it. */
  readonly why: 'published' | 'forced'
}

/**
 * By the common name of the root, in lower case: a name is enough to refuse. Superfish: CERT/CC VU#529496. eDellRoot and DSDTestProvider: Dell,
 * November 2015, each with its private key on every machine. Qaznet: censoredplanet.org/kazakhstan (2019).
 */
const known: ReadonlyMap<string, KnownInterception> = new Map([
  ['superfish, inc.', { product: 'Superfish', why: 'published' }],
  ['edellroot', { product: 'eDellRoot', why: 'published' }],
  ['dsdtestprovider', { product: 'DSDTestProvider', why: 'published' }],
  ['qaznet trust network', { product: 'Qaznet Trust Network', why: 'forced' }],
])

/** `null`: none that is known. */
export function knownInterception({ rdns }: Name): KnownInterception | null {
  for (const { value } of rdns.flat()) {
    const found = known.get(value.trim().toLowerCase())
    if (found !== undefined) return found
  }
  return null
}
