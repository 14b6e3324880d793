import type { Host } from '../host/host.ts'
import { pkcs12Content } from './shared/pkcs12-content.ts'
import type { Oid } from '../model/oid.ts'
import type { Store, StoreContent, StoredCertificate } from './store.ts'

const origin = '.NET on Linux keeps a store of the user in files'

/** RFC 5280 §4.2.1.12: anyExtendedKeyUsage. */
const anyPurpose = '2.5.29.37.0' as Oid

/**
 * X509Store of the current user on Linux: a folder of .pfx files without a password, every certificate of which counts; those of
 * `disallowed` are held to reject them. `dotnet:root`, `dotnet:disallowed`. dotnet/runtime 9: OpenSslDirectoryBasedStoreProvider.cs.
 */
export const dotnetUserStore: Store = {
  id: 'dotnet:',
  title: "the user's own store of .NET on Linux: dotnet:root, dotnet:disallowed",
  read: async (host, name) => {
    const own = name.slice('dotnet:'.length)
    const folder = folderOf(host, own)
    const files = /^\w+$/.test(own) && host.platform !== 'win32' && host.platform !== 'darwin' ? host.list(folder) : null
    return files === null ? null : content(host, folder, files, own === 'disallowed')
  },
  locate: (host) =>
    host.platform === 'win32' || host.platform === 'darwin'
      ? []
      : ['root', 'disallowed']
          .filter((own) => isThere(host, folderOf(host, own)))
          .map((own) => ({ name: `dotnet:${own}`, title: `${origin}: ${own}` })),
}

const folderOf = ({ home }: Host, name: string): string => `${home}/.dotnet/corefx/cryptography/x509stores/${name}`

function isThere(host: Host, folder: string): boolean {
  try {
    return (host.list(folder) ?? []).some((file) => file.endsWith('.pfx'))
  } catch {
    return false
  }
}

/** A file that cannot be read is passed over, as .NET does; where none can, the store is unreadable. */
async function content(host: Host, folder: string, files: readonly string[], isRejecting: boolean): Promise<StoreContent> {
  const certificates: StoredCertificate[] = []
  const lost: string[] = []
  for (const file of files.filter((name) => name.endsWith('.pfx'))) {
    const path = `${folder}/${file}`
    const bytes = host.readFile(path)
    if (bytes === null) continue
    const closed = 'it is encrypted with a password'
    const read = await pkcs12Content(host, path, bytes, { passwords: [null, ''], counts: 'all', closed })
    if ('unreadable' in read) lost.push(`${file}: ${read.unreadable}`)
    else certificates.push(...read.certificates)
  }
  if (certificates.length === 0 && lost.length > 0) return { origin: folder, unreadable: lost.join('; ') }
  const settings = isRejecting ? { trusts: [], rejects: [anyPurpose] } : null
  return { origin: folder, certificates: certificates.map(({ der }) => ({ der, settings })) }
}
