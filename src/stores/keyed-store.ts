import type { Host } from '../host/host.ts'
import { derKind } from '../x509/der-kind.ts'
import { pkcs12Content } from './shared/pkcs12-content.ts'
import type { Store, StoreContent } from './store.ts'

/**
 * A key store as a Java sees it that is given a password: `keyed:<variable>:<path>`, where the variable holds
 * `-Djavax.net.ssl.trustStorePassword=`. The password itself is read where it stands and goes no further. With a wrong one Java stops
 * (observed: OpenJDK 17.0.15, `keystore password was incorrect`, for JKS and for PKCS #12), so that the store is unreadable.
 */
export const keyedStore: Store = {
  id: 'keyed:',
  title: 'a key store under the password that a variable gives to Java: keyed:JAVA_TOOL_OPTIONS:<path>',
  read: async (host, name) => {
    const [, variable = '', path = ''] = /^keyed:(\w+):(.+)$/s.exec(name) ?? []
    const password = passwordIn(host.env[variable] ?? '')
    const bytes = password === null || host.stat(path) !== 'file' ? null : host.readFile(path)
    return password === null || bytes === null ? null : content(host, path, bytes, password, variable)
  },
  locate: () => [],
}

async function content(host: Host, path: string, bytes: Uint8Array, password: string, variable: string): Promise<StoreContent> {
  const closed = `the password that ${variable} gives does not open it`
  if (derKind(bytes) !== 'Java key store') {
    return pkcs12Content(host, path, bytes, { passwords: [password], counts: 'marked', closed })
  }
  const { readJavaKeyStore } = await import('../x509/java-key-store.ts')
  const read = readJavaKeyStore(bytes)
  if ('why' in read) return { origin: path, unreadable: read.why }
  if (!read.isIntact(password)) return { origin: `${path} (${read.form})`, unreadable: closed }
  const certificates = read.trusted.map((der) => ({ der, settings: null }))
  return { origin: `${path} (${read.form}, under the password that is given)`, certificates }
}

/** The last one counts, as for every property on Java's command line. Quotes may stand around a word or within it. `null`: there is none. */
function passwordIn(text: string): string | null {
  const property = '-Djavax.net.ssl.trustStorePassword='
  const words = [...text.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ''),
  )
  return words.findLast((word) => word.startsWith(property))?.slice(property.length) ?? null
}
