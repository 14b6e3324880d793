import { describe, expect, test } from 'vitest'
import { crypt32Reader } from '../../src/host/crypt32.ts'
import type { Koffi } from '../../src/host/koffi.ts'
import type { SystemStoreQuestion } from '../../src/host/system-store.ts'

/**
 * A stand-in for koffi 3.3.4 and crypt32, in the shapes that these gave under Wine: pointers are bigints, `null` for none; a decoded
 * structure is an object, octets are a Uint8Array. The real ones: test/wine/crypt32.test.ts.
 */
interface Library {
  /** What GetLastError says then; `silently`: what it said before. */
  readonly openFails?: number | 'silently'
  readonly certificates?: readonly { readonly der: Uint8Array; readonly properties?: Readonly<Record<number, Uint8Array>> }[]
  /** What GetLastError says after the last certificate. */
  readonly end?: number
  readonly propertyFails?: number
  readonly noLibrary?: string
}

function standIn({ openFails, certificates = [], end = 0x8009_2004, propertyFails, noLibrary }: Library) {
  const calls: string[] = []
  let error = 77
  const functions: Readonly<Record<string, (...given: readonly unknown[]) => unknown>> = {
    CertOpenStore: (provider, encoding, legacy, flags, name) => {
      calls.push(`open ${[provider, encoding, legacy].join(' ')} 0x${Number(flags).toString(16)} ${String(name)}`)
      if (typeof openFails === 'number') error = openFails
      return openFails === undefined ? 0x1000n : null
    },
    CertEnumCertificatesInStore: (_store, previous) => {
      const index = previous === null ? 0 : Number(previous)
      if (index < certificates.length) return BigInt(index + 1)
      error = end
      return null
    },
    CertGetCertificateContextProperty: (context, id, data, size) => {
      const value = certificates[Number(context) - 1]?.properties?.[Number(id)]
      if (value === undefined || propertyFails !== undefined) {
        error = propertyFails ?? 0x8009_2004
        return 0
      }
      if (data instanceof Uint8Array) data.set(value)
      if (Array.isArray(size)) size[0] = value.length
      return 1
    },
    CertCloseStore: (store, flags) => calls.push(`close ${String(store)} ${String(flags)}`),
    GetLastError: () => error,
    SetLastError: (code) => (error = Number(code)),
  }
  const koffi: Koffi = {
    load: (path) => {
      if (noLibrary !== undefined) throw new Error(noLibrary)
      calls.push(`load ${path}`)
      return { func: (declaration) => functions[/(\w+)\(/.exec(declaration)?.[1] ?? ''] ?? (() => null) }
    },
    struct: () => 'CERT_CONTEXT',
    decode: (at, type, length) => {
      const der = certificates[(Number(at) % 1000) - 1]?.der ?? new Uint8Array()
      return type === 'CERT_CONTEXT'
        ? { encoding: 1, der: 1000n + BigInt(Number(at)), size: der.length }
        : der.subarray(0, length)
    },
  }
  return { ask: crypt32Reader(koffi, 'D:\\Windows'), calls }
}

const question: SystemStoreQuestion = { scope: 'LM', name: 'ROOT', extent: 'registry', properties: [9, 104] }
const [one, two] = [Uint8Array.of(0x30, 1, 1), Uint8Array.of(0x30, 2, 2, 2)]

describe('a store through crypt32', () => {
  test('is opened to be looked at alone, by the provider and location that wincrypt.h has, in the library of Windows', () => {
    // CERT_STORE_READONLY_FLAG 0x8000, CERT_STORE_OPEN_EXISTING_FLAG 0x4000; providers 10 (system) and 13 (its registry part).
    const { ask, calls } = standIn({})
    ask(question)
    for (const scope of ['CU', 'GP', 'ENT'] as const) ask({ ...question, scope, extent: 'collection' })
    expect(calls).toEqual([
      'load D:\\Windows\\System32\\crypt32.dll',
      'load D:\\Windows\\System32\\kernel32.dll',
      'open 13 0 0 0x2c000 ROOT',
      'close 4096 0',
      'open 10 0 0 0x1c000 ROOT',
      'close 4096 0',
      'open 10 0 0 0x8c000 ROOT',
      'close 4096 0',
      'open 10 0 0 0x9c000 ROOT',
      'close 4096 0',
    ])
  })

  test('gives each certificate with those of the wanted properties that it has', () => {
    const { ask } = standIn({
      certificates: [{ der: one, properties: { 9: Uint8Array.of(0x30, 0), 104: new Uint8Array(0), 11: one } }, { der: two }],
    })
    expect(ask(question)).toEqual({
      kind: 'read',
      certificates: [
        {
          der: one,
          properties: new Map([
            [9, Uint8Array.of(0x30, 0)],
            [104, new Uint8Array(0)],
          ]),
        },
        { der: two, properties: new Map() },
      ],
    })
  })

  test('that is not there, that may not be opened, that fails without a reason', () => {
    expect(standIn({ openFails: 2 }).ask(question)).toEqual({ kind: 'none' })
    expect(standIn({ openFails: 5 }).ask(question)).toEqual({ kind: 'failed', why: 'CertOpenStore: access is denied' })
    expect(standIn({ openFails: 'silently' }).ask(question)).toEqual({
      kind: 'failed',
      why: 'CertOpenStore: it fails and gives no reason',
    })
    expect(standIn({ openFails: 0x8007_0057 }).ask(question)).toEqual({ kind: 'failed', why: 'CertOpenStore: error 0x80070057' })
  })

  test('that ends before its end, or whose properties cannot be read, is no store; it is closed', () => {
    for (const library of [
      { certificates: [{ der: one }], end: 5 },
      { certificates: [{ der: one }], propertyFails: 5 },
    ]) {
      const { ask, calls } = standIn(library)
      expect(ask(question)).toMatchObject({ kind: 'failed', why: expect.stringContaining('access is denied') as string })
      expect(calls.at(-1)).toBe('close 4096 0')
    }
    // ERROR_NO_MORE_FILES: the end of a store of an external provider (CertEnumCertificatesInStore, Return value).
    expect(standIn({ certificates: [{ der: one }], end: 18 }).ask(question)).toMatchObject({ kind: 'read' })
  })

  test('a size that no certificate has, a library that is not there', () => {
    const huge = { certificates: [{ der: new Uint8Array((1 << 20) + 1) }] }
    expect(standIn(huge).ask(question)).toMatchObject({
      kind: 'failed',
      why: expect.stringContaining('1048577 octets') as string,
    })
    expect(standIn({ noLibrary: 'no such file' }).ask(question)).toEqual({ kind: 'failed', why: 'no such file' })
  })
})
