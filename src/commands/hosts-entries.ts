import type { HostsEntry } from '../model/evidence.ts'
import type { Host } from '../host/host.ts'
import { linesOf } from './lines-of.ts'
import { withoutDot } from '../model/dns-name.ts'

/**
 * Lines of the hosts file (hosts(5); on Windows `drivers\etc\hosts`) that give an address to a name: they beat the DNS. Loopback names
 * that every machine has there (`localhost`) are no entries. A file that cannot be read has none.
 */
export function hostsEntries(host: Host, name: string): readonly HostsEntry[] {
  const wanted = withoutDot(name.toLowerCase())
  if (wanted === '' || usual.has(wanted) || wanted.endsWith('.localhost')) return []
  const path = hostsFile(host)
  return linesOf(host, path).flatMap((line, i) => {
    const [address = '', ...names] = (line.split('#', 1)[0] ?? '').trim().split(/\s+/)
    return names.some((n) => withoutDot(n.toLowerCase()) === wanted) ? [{ address, where: `${path}:${i + 1}` }] : []
  })
}

const usual = new Set(['localhost', 'ip6-localhost', 'ip6-loopback', 'broadcasthost'])

/** The value DataBasePath names the folder on Windows; it is a REG_EXPAND_SZ with %SystemRoot% in it. */
function hostsFile({ platform, env, registry }: Host): string {
  if (platform !== 'win32') return '/etc/hosts'
  const root = env['SystemRoot'] ?? 'C:\\Windows'
  const folder = `${root}\\System32\\drivers\\etc`
  try {
    const set = registry('HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters')?.values['DataBasePath']
    return `${typeof set === 'string' && set !== '' ? set.replace(/%SystemRoot%/i, root) : folder}\\hosts`
  } catch {
    return `${folder}\\hosts`
  }
}
