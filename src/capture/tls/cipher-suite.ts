/** What a cipher suite asks of the server's certificate; `any`: TLS 1.3, where the signature algorithms say it. */
export type SuiteKey = 'rsa' | 'ecdsa' | 'any'

interface SuiteRow {
  readonly id: number
  readonly name: string
  readonly key: SuiteKey
}

const row = (id: number, key: SuiteKey, name: string): SuiteRow => ({ id, key, name })

/**
 * The suites that the prober offers, in its order of preference, by their IANA names (RFC 8446 §B.4, RFC 5246 §A.5, RFC 5289,
 * RFC 7905, RFC 8422). Weak ones stand at the end: a server that has nothing else still shows its chain, and nothing is ever
 * encrypted under them.
 */
export const cipherSuites: readonly SuiteRow[] = [
  row(0x1301, 'any', 'TLS_AES_128_GCM_SHA256'),
  row(0x1302, 'any', 'TLS_AES_256_GCM_SHA384'),
  row(0x1303, 'any', 'TLS_CHACHA20_POLY1305_SHA256'),
  row(0xc02b, 'ecdsa', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'),
  row(0xc02f, 'rsa', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'),
  row(0xc02c, 'ecdsa', 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'),
  row(0xc030, 'rsa', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'),
  row(0xcca9, 'ecdsa', 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256'),
  row(0xcca8, 'rsa', 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256'),
  row(0xc023, 'ecdsa', 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256'),
  row(0xc027, 'rsa', 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256'),
  row(0xc024, 'ecdsa', 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384'),
  row(0xc028, 'rsa', 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384'),
  row(0xc009, 'ecdsa', 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA'),
  row(0xc013, 'rsa', 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA'),
  row(0xc00a, 'ecdsa', 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA'),
  row(0xc014, 'rsa', 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA'),
  row(0x009e, 'rsa', 'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256'),
  row(0x009f, 'rsa', 'TLS_DHE_RSA_WITH_AES_256_GCM_SHA384'),
  row(0xccaa, 'rsa', 'TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256'),
  row(0x0067, 'rsa', 'TLS_DHE_RSA_WITH_AES_128_CBC_SHA256'),
  row(0x006b, 'rsa', 'TLS_DHE_RSA_WITH_AES_256_CBC_SHA256'),
  row(0x0033, 'rsa', 'TLS_DHE_RSA_WITH_AES_128_CBC_SHA'),
  row(0x0039, 'rsa', 'TLS_DHE_RSA_WITH_AES_256_CBC_SHA'),
  row(0x009c, 'rsa', 'TLS_RSA_WITH_AES_128_GCM_SHA256'),
  row(0x009d, 'rsa', 'TLS_RSA_WITH_AES_256_GCM_SHA384'),
  row(0x003c, 'rsa', 'TLS_RSA_WITH_AES_128_CBC_SHA256'),
  row(0x003d, 'rsa', 'TLS_RSA_WITH_AES_256_CBC_SHA256'),
  row(0x002f, 'rsa', 'TLS_RSA_WITH_AES_128_CBC_SHA'),
  row(0x0035, 'rsa', 'TLS_RSA_WITH_AES_256_CBC_SHA'),
  row(0xc008, 'ecdsa', 'TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA'),
  row(0xc012, 'rsa', 'TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA'),
  row(0x0016, 'rsa', 'TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA'),
  row(0x000a, 'rsa', 'TLS_RSA_WITH_3DES_EDE_CBC_SHA'),
  row(0x0005, 'rsa', 'TLS_RSA_WITH_RC4_128_SHA'),
]

/** The IANA name of a suite that the prober offers; any other as `0x1304`. */
export const cipherSuiteName = (id: number): string =>
  cipherSuites.find((suite) => suite.id === id)?.name ?? `0x${id.toString(16).padStart(4, '0')}`

/** The hash and the cipher of a TLS 1.3 suite (RFC 8446 §B.4), in the names of `node:crypto`. */
export interface Tls13Suite {
  readonly hash: 'sha256' | 'sha384'
  readonly cipher: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305'
  readonly keyOctets: 16 | 32
}

/** TLS 1.3 suites that the prober can decrypt. */
export const tls13Suites: ReadonlyMap<number, Tls13Suite> = new Map([
  [0x1301, { hash: 'sha256', cipher: 'aes-128-gcm', keyOctets: 16 }],
  [0x1302, { hash: 'sha384', cipher: 'aes-256-gcm', keyOctets: 32 }],
  [0x1303, { hash: 'sha256', cipher: 'chacha20-poly1305', keyOctets: 32 }],
])
