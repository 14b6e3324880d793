import { isWsl } from '../host/is-wsl.ts'
import { readWindowsStore } from './shared/windows-stores.ts'
import type { Store } from './store.ts'

const prefix = 'windows-beside:'
const title = 'Windows (beside this WSL)'

/**
 * The stores of the Windows around this WSL, by the names that they have there: `windows-beside:ROOT`, `windows-beside:LM/CA`. No program
 * of this Linux asks them.
 */
export const windowsBesideWsl: Store = {
  id: prefix,
  title: 'a certificate store of the Windows around this WSL: windows-beside:ROOT',
  read: async (host, name) => {
    const beside = (await host.windowsBeside?.()) ?? null
    if (beside === null) return null
    if ('closed' in beside) return { origin: title, unreadable: beside.closed }
    const content = await readWindowsStore({ ...host, platform: 'win32', registry: beside.registry }, name.slice(prefix.length))
    return content === null ? null : { ...content, origin: `${title}: ${content.origin}` }
  },
  locate: (host) =>
    host.windowsBeside !== undefined && isWsl(host)
      ? [
          { name: `${prefix}ROOT`, title: `${title}: trusted roots as its programs see them` },
          { name: `${prefix}CA`, title: `${title}: intermediates as its programs see them` },
        ]
      : [],
}
