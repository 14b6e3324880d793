import { readCertificateFile } from '../x509/certificate-file.ts'
import type { Host } from '../host/host.ts'
import type { StoreContent } from './store.ts'
import { additionPlaces } from './shared/addition-places.ts'
import { linuxFamily } from './shared/linux-family.ts'

/**
 * The certificates that the distribution's own packages put into the store of this Linux or BSD, whatever stands in it by hand. `null`: this
 * system does not keep them apart.
 */
export async function shipped(
  host: Host,
  readStore: (host: Host, path: string) => Promise<StoreContent | null>,
): Promise<readonly Uint8Array[] | null> {
  const family = linuxFamily(host)
  const places = family === null ? null : additionPlaces[family]
  if (places === null) return null
  if (places.list !== null) return listed(host, places.list)
  const content = await readStore(host, places.packaged)
  if (content === null || 'unreadable' in content) return null
  return content.certificates.filter(({ settings }) => (settings?.rejects.length ?? 0) === 0).map(({ der }) => der)
}

/** Lines of the list that are the package's own and are not struck out with `!` (update-ca-certificates(8)). */
function listed(
  host: Host,
  { file, folder, packaged }: { readonly file: string; readonly folder: string; readonly packaged: string },
): readonly Uint8Array[] | null {
  const bytes = host.readFile(file)
  if (bytes === null) return null
  const names = new TextDecoder()
    .decode(bytes)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith(packaged))
  return names.flatMap((name) => {
    const content = host.readFile(`${folder}/${name}`)
    return content === null ? [] : readCertificateFile(content).certificates.map(({ der }) => der)
  })
}
