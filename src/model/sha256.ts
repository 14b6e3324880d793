/** SHA-256 of a certificate's DER, 64 lower-case hexadecimal digits: the identity of a certificate everywhere in rootcause. */
export type Sha256 = string & { readonly __hash: 'sha-256' }
