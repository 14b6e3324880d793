/** A host name without the dot that marks it as absolute (RFC 1034 §3.1): certificates and hosts files have none. */
export const withoutDot = (name: string): string => (name.endsWith('.') ? name.slice(0, -1) : name)
