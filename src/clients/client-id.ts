/** Short names that people type, and the profile family they mean. */
const families: Readonly<Record<string, string>> = {
  openssl: 'openssl-s_client',
  gnutls: 'gnutls-cli',
  cpython: 'python',
  chromium: 'chrome',
  'google-chrome': 'chrome',
  'firefox-esr': 'firefox',
}

const parts = /^(?<tool>.+?)(?:-(?<release>\d+(?:\.\d+)*)(?:-(?<variant>[a-z][a-z0-9]*))?)?$/

/** An id taken apart: `curl`, `8.17` and `openssl` of `curl-8.17-openssl`. */
export interface ClientIdParts {
  readonly tool: string
  readonly release: string | null
  readonly variant: string | null
}

/** Ids are taken apart many times in a run. */
const known = new Map<string, ClientIdParts>()

/** The parts of an id without a platform. Short names are put right. */
export function partsOf(id: string): ClientIdParts {
  let found = known.get(id)
  if (found === undefined) known.set(id, (found = taken(id)))
  return found
}

function taken(id: string): ClientIdParts {
  const groups = parts.exec(id)?.groups
  const tool = groups?.['tool'] ?? id
  // `constructor` is a word like any other.
  const family = Object.hasOwn(families, tool) ? families[tool] : undefined
  return { tool: family ?? tool, release: groups?.['release'] ?? null, variant: groups?.['variant'] ?? null }
}

/** A client and the platform whose store it asks, apart: `firefox@2024-12-01`. `platform` is `null` where none is named. */
export function splitClient(id: string): { readonly client: string; readonly platform: string | null } {
  const at = id.indexOf('@')
  return at === -1 ? { client: id, platform: null } : { client: id.slice(0, at), platform: id.slice(at + 1) }
}

/** The parts of an id as people type it, whatever platform is named behind `@`. */
export function toolOf(id: string): ClientIdParts {
  return partsOf(splitClient(id).client.trim().toLowerCase())
}
