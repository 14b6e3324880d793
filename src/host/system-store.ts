/** One of the stores that Windows keeps, to be asked of Windows itself (Microsoft: System Store Locations). */
export interface SystemStoreQuestion {
  /** The user's, the machine's, group policy's for the machine, the enterprise's directory's. */
  readonly scope: 'CU' | 'LM' | 'GP' | 'ENT'
  /** `ROOT`, `CA`. */
  readonly name: string
  /** `registry`: what the registry holds of that scope. `collection`: all physical stores that Windows puts together under the name. */
  readonly extent: 'registry' | 'collection'
  /** Numbers of the properties that are wanted of each certificate (wincrypt.h: CERT_..._PROP_ID). */
  readonly properties: readonly number[]
}

/** What Windows holds of one certificate. */
export interface SystemCertificate {
  readonly der: Uint8Array
  /** Those of the wanted properties that it has, as the registry has them too. */
  readonly properties: ReadonlyMap<number, Uint8Array>
}

export type SystemStoreAnswer =
  /** To its end: a store that could be read in part is `failed`. */
  | { readonly kind: 'read'; readonly certificates: readonly SystemCertificate[] }
  /** Windows has no such store. */
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly why: string }
  /** The package that it takes is not beside this program. */
  | { readonly kind: 'not-installed' }
