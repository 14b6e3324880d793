import type { Host } from '../host/host.ts'
import { pkcs12Content } from './shared/pkcs12-content.ts'
import { readCertificate } from '../x509/certificate.ts'
import type { Store, StoreContent, StoredCertificate } from './store.ts'

const origin = '.NET on Linux keeps a store of the user in files'

/**
 * X509Store of the current user on Linux: a folder of .pfx files without a password, every certificate of which counts (dotnet/runtime 9:
 * OpenSslDirectoryBasedStoreProvider.cs). `dotnet:root`; `dotnet:ca`, in which .NET keeps the intermediates that it fetched (seen), and of
 * which only those count that are no roots; `dotnet:disallowed`, which .NET does not support: with a file in it, whatever
 * its name and content, every verification fails (seen with 8.0.30), so that it is a store that cannot be read.
 */
export const dotnetUserStore: Store = {
  id: 'dotnet:',
  title: "the user's own store of .NET on Linux: dotnet:root, dotnet:ca, dotnet:disallowed",
  read: async (host, name) => {
    const own = name.slice('dotnet:'.length)
    const folder = folderOf(host, own)
    const files = /^\w+$/.test(own) && host.platform !== 'win32' && host.platform !== 'darwin' ? host.list(folder) : null
    if (files === null) return null
    if (own === 'disallowed') return disallowed(folder, files)
    const found = await content(host, folder, files)
    return own !== 'ca' || 'unreadable' in found ? found : { ...found, certificates: found.certificates.filter(isIntermediate) }
  },
  locate: (host) =>
    host.platform === 'win32' || host.platform === 'darwin'
      ? []
      : ['root', 'ca', 'disallowed']
          .filter((own) => isThere(host, own))
          .map((own) => ({ name: `dotnet:${own}`, title: `${origin}: ${own}` })),
}

const folderOf = ({ home }: Host, name: string): string => `${home}/.dotnet/corefx/cryptography/x509stores/${name}`

function isThere(host: Host, own: string): boolean {
  try {
    return (host.list(folderOf(host, own)) ?? []).some((file) => own === 'disallowed' || file.endsWith('.pfx'))
  } catch {
    return false
  }
}

/** A file that cannot be read is passed over, as .NET does; where none can, the store is unreadable. */
async function content(host: Host, folder: string, files: readonly string[]): Promise<StoreContent> {
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
  return { origin: folder, certificates: certificates.map(({ der }) => ({ der, settings: null })) }
}

/** .NET asks it beside what was sent, never as a root. */
function isIntermediate({ der }: StoredCertificate): boolean {
  const { subject, issuer } = readCertificate(der)
  return subject.raw !== issuer.raw
}

/** Strings.resx of System.Security.Cryptography. */
const disallowed = (folder: string, files: readonly string[]): StoreContent | null =>
  files.length > 0
    ? {
        origin: folder,
        unreadable: 'The Disallowed store is not supported on this platform, but already has data: .NET verifies nothing',
      }
    : null
