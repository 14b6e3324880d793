import type { Host } from '../../host/host.ts'
import type { SystemStoreQuestion } from '../../host/system-store.ts'
import { thumbprint } from '../../x509/thumbprint.ts'
import type { StoreContent } from '../store.ts'
import { certificateWith, trustProperties } from './windows-blob.ts'
import { partContent, type WindowsPart } from './windows-part.ts'

/** What Windows itself gives out, or why it does not. */
export type ByCrypt32 =
  /** `null`: there is no such store. */
  { readonly content: StoreContent | null; readonly why?: never } | { readonly content?: never; readonly why: NotByCrypt32 }

/** `not-asked`: it is a Windows that this program does not run on. `not-installed`: the package that it takes is not there. */
export type NotByCrypt32 = 'not-asked' | 'not-installed' | { readonly failed: string }

/** A part, or with `collection` all that Windows puts together under the name of its store for who sees that scope. */
export async function readByCrypt32(
  host: Host,
  part: WindowsPart,
  extent: SystemStoreQuestion['extent'] = 'registry',
): Promise<ByCrypt32> {
  const { scope, store } = part
  const question = { scope, name: store, extent, properties: trustProperties }
  const answer = (await host.systemStore?.(question)) ?? { kind: 'not-asked' }
  switch (answer.kind) {
    case 'read': {
      const entries = answer.certificates.map(({ der, properties }) => ({
        name: thumbprint(der).toUpperCase(),
        read: certificateWith(der, properties, `${scope}/${store}`, store === 'AuthRoot'),
      }))
      return { content: partContent(`Windows store ${scope}/${store}, through crypt32`, part, entries) }
    }
    case 'none':
      return { content: null }
    case 'failed':
      return { why: { failed: answer.why } }
    default:
      return { why: answer.kind }
  }
}

/** Where the registry is not enough. */
export const howToAskWindows =
  'Windows itself is asked where the package koffi lies beside rootcause (npm install koffi@3 in the same place)'
