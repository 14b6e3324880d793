import { findKoffi, type Koffi } from './koffi.ts'
import type { SystemCertificate, SystemStoreAnswer, SystemStoreQuestion } from './system-store.ts'
import { windowsFolder } from './windows-registry.ts'

type Ask = (question: SystemStoreQuestion) => SystemStoreAnswer

let ask: Ask | null = null

/** Asks this Windows for one of its stores through crypt32, for which it takes the optional package koffi. Changes nothing, never throws. */
export function askCrypt32(question: SystemStoreQuestion): SystemStoreAnswer {
  ask ??= connected()
  return ask(question)
}

function connected(): Ask {
  // What the build gives to each part (src/host/parts.ts); unbuilt there is none.
  const found = typeof __dirname === 'string' ? findKoffi(__dirname) : null
  if (found === null) return () => ({ kind: 'not-installed' })
  if ('why' in found) return () => ({ kind: 'failed', why: found.why })
  return crypt32Reader(found.koffi, windowsFolder(process.env['SystemRoot'] ?? ''))
}

/** The functions, as wincrypt.h declares them. */
const declarations = {
  open: 'void * __stdcall CertOpenStore(uintptr_t provider, uint32_t encoding, uintptr_t legacy, uint32_t flags, str16 name)',
  next: 'void * __stdcall CertEnumCertificatesInStore(void *store, void *previous)',
  property: 'int __stdcall CertGetCertificateContextProperty(void *context, uint32_t id, void *data, _Inout_ uint32_t *size)',
  close: 'int __stdcall CertCloseStore(void *store, uint32_t flags)',
  lastError: 'uint32_t __stdcall GetLastError()',
  setLastError: 'void __stdcall SetLastError(uint32_t code)',
} as const

/** Where a store is looked for (wincrypt.h: CERT_SYSTEM_STORE_..._ID, in the upper half of the flags). */
const locations = { CU: 1, LM: 2, GP: 8, ENT: 9 } as const

/**
 * CertOpenStore: a system store is what several physical stores hold; the provider for the registry opens one of them by itself. The
 * user's roots come without those that the list of protected roots lacks.
 */
const providers = { collection: 10, registry: 13 } as const

/** CERT_STORE_OPEN_EXISTING_FLAG and CERT_STORE_READONLY_FLAG: without them the key of a store that is not there would be made. */
const onlyLook = 0x4000 | 0x8000

const fileNotFound = 2
const noMoreFiles = 18
const notFound = 0x8009_2004

/** Our own bounds, far above what a Windows holds: nothing that is read of a library is believed. */
const maxCertificates = 50_000
const maxOctets = 1 << 20

/** Reads stores through the crypt32.dll in the folder of Windows, and no other. Never throws. */
export function crypt32Reader(koffi: Koffi, windows: string): Ask {
  let functions: Functions | null = null
  return (question) => {
    try {
      functions ??= functionsOf(koffi, `${windows}\\System32`)
      return read(koffi, functions, question)
    } catch (error) {
      return { kind: 'failed', why: error instanceof Error ? error.message : String(error) }
    }
  }
}

function functionsOf(koffi: Koffi, folder: string) {
  const crypt32 = koffi.load(`${folder}\\crypt32.dll`)
  const kernel32 = koffi.load(`${folder}\\kernel32.dll`)
  return {
    open: crypt32.func(declarations.open),
    next: crypt32.func(declarations.next),
    property: crypt32.func(declarations.property),
    close: crypt32.func(declarations.close),
    lastError: kernel32.func(declarations.lastError),
    setLastError: kernel32.func(declarations.setLastError),
    // CERT_CONTEXT.
    context: koffi.struct({ encoding: 'uint32_t', der: 'void *', size: 'uint32_t', info: 'void *', store: 'void *' }),
  }
}
type Functions = ReturnType<typeof functionsOf>

function read(koffi: Koffi, functions: Functions, question: SystemStoreQuestion): SystemStoreAnswer {
  const { open, close, lastError, setLastError } = functions
  const flags = locations[question.scope] * 0x1_0000 + onlyLook
  // A function that fails without a reason would leave that of an earlier one.
  setLastError(0)
  const store = open(providers[question.extent], 0, 0, flags, question.name)
  if (isNull(store)) {
    const code = lastError()
    return code === fileNotFound ? { kind: 'none' } : { kind: 'failed', why: `CertOpenStore: ${named(code)}` }
  }
  try {
    const certificates: SystemCertificate[] = []
    // Each call frees the context of the one before.
    const next = (context: unknown): unknown => {
      setLastError(0)
      return functions.next(store, context)
    }
    for (let context = next(null); !isNull(context); context = next(context)) {
      if (certificates.length === maxCertificates) throw new Error(`it holds more than ${maxCertificates} certificates`)
      const { der, size } = koffi.decode(context, functions.context) as { readonly der: unknown; readonly size: number }
      if (size > maxOctets) throw new Error(`it holds a certificate of ${size} octets`)
      const held = question.properties.map((id) => [id, propertyOf(functions, context, id)] as const)
      certificates.push({
        der: Uint8Array.from(koffi.decode(der, 'uint8_t', size) as Uint8Array),
        properties: new Map(held.flatMap(([id, value]) => (value === null ? [] : [[id, value]]))),
      })
    }
    const code = lastError()
    if (code !== notFound && code !== noMoreFiles) throw new Error(`CertEnumCertificatesInStore: ${named(code)}`)
    return { kind: 'read', certificates }
  } finally {
    close(store, 0)
  }
}

/** First its size is asked, then its octets. `null`: the certificate has no such property. */
function propertyOf({ property, lastError }: Functions, context: unknown, id: number): Uint8Array | null {
  const size = [0]
  const ask = (data: Uint8Array | null): boolean => {
    if (property(context, id, data, size) !== 0) return true
    const code = lastError()
    if (code === notFound) return false
    throw new Error(`CertGetCertificateContextProperty ${id}: ${named(code)}`)
  }
  if (!ask(null)) return null
  const [length = 0] = size
  if (length > maxOctets) throw new Error(`property ${id} has ${length} octets`)
  const data = new Uint8Array(length)
  return length === 0 || ask(data) ? data.subarray(0, size[0]) : null
}

const isNull = (pointer: unknown): boolean => pointer === null || pointer === 0n || pointer === 0

function named(code: unknown): string {
  if (code === 0) return 'it fails and gives no reason'
  return code === 5 ? 'access is denied' : `error 0x${Number(code).toString(16).padStart(8, '0')}`
}
