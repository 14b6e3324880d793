import type { StoreContent } from '../store.ts'

/** The same store, marked that whoever reads it obeys its settings: they are the store's own, and not OpenSSL's form of a file. */
export function binding(content: StoreContent): StoreContent {
  if ('unreadable' in content) return content
  const certificates = content.certificates.map((one) =>
    one.settings === null ? one : { ...one, settings: { ...one.settings, binds: 'everyone' as const } },
  )
  return { origin: content.origin, certificates }
}
