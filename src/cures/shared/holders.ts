import type { Host } from '../../host/host.ts'
import { readStore } from '../../stores/index.ts'
import type { AnchorToChange } from '../cure.ts'
import { sha256Of } from './anchor-file.ts'

/**
 * Those of the named stores that hold a certificate, whatever they say of it. A store that is not there holds nothing. Throws the reason of
 * one that cannot be read: nobody knows then.
 */
export async function holders(host: Host, names: readonly string[], { sha256 }: AnchorToChange): Promise<readonly string[]> {
  const found: string[] = []
  for (const name of names) {
    const content = await readStore(host, name)
    if (content === null) continue
    if ('unreadable' in content) throw new Error(`${content.origin}: ${content.unreadable}`)
    if (content.certificates.some(({ der }) => sha256Of(der) === sha256)) found.push(name)
  }
  return found
}
