/**
 * The one server that a command names in its arguments by URLs, `example.org:8443`; `null`: none, or several. User names and passwords are
 * left out. Programs that say no more than `certificate problem` leave no other trace of whom they asked.
 */
export function serverInArguments(args: readonly string[]): string | null {
  const found = new Set(args.flatMap((arg) => [...arg.matchAll(urls)].map(([, authority = '']) => afterUser(authority))))
  const [server] = found
  return server === undefined || server === '' || found.size > 1 ? null : server
}

/** RFC 3986 §3.2: up to the path, query or fragment; in the middle of code too, where a quotation mark ends it. */
const urls = /\b(?:https|wss):\/\/([^\s/?#"'`<>()\\,;]+)/gi

const afterUser = (authority: string): string => authority.slice(authority.lastIndexOf('@') + 1)
