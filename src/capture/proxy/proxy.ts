/** How to reach a server through another machine. The password stays here: no failure and no fact has it. */
export interface Proxy {
  readonly kind: 'http' | 'socks5'
  readonly host: string
  readonly port: number
  /** `null`: none is offered. */
  readonly credentials: { readonly username: string; readonly password: string } | null
}

/** A proxy that is set but cannot be used; `why` has no credentials in it. */
export interface UnusableProxy {
  readonly kind: 'unusable'
  readonly host: string
  readonly port: number
  readonly why: string
}

/** A peer's words without the credentials that were sent to it, should it repeat them. */
export function withoutCredentials(words: string, credentials: Proxy['credentials']): string {
  if (credentials === null) return words
  const { username, password } = credentials
  const basic = Buffer.from(`${username}:${password}`).toString('base64')
  const secrets = [basic, password, encodeURIComponent(password)].filter((secret) => secret !== '')
  return secrets.reduce((text, secret) => text.replaceAll(secret, '***'), words)
}
