/** The addresses of a name, in the order in which they should be tried. Rejects with the system's error when there are none. */
export type Resolve = (host: string) => Promise<readonly string[]>

/** By the system's resolver (getaddrinfo), in its order: RFC 6724, /etc/hosts and all, as the machine's other programs see it. */
export const systemResolve: Resolve = async (host) => {
  const { lookup } = await import('node:dns/promises')
  return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address)
}
