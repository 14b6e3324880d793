import type { Host } from '../host/host.ts'
import type { Advice } from '../model/plan.ts'
import type { Sha256 } from '../model/sha256.ts'
import { loadRoots } from '../roots/load.ts'
import type { When } from '../roots/platform-id.ts'
import { platform } from '../roots/platforms.ts'
import { storeAt } from '../roots/store-at.ts'
import type { RootTable } from '../roots/table.ts'
import { type LinuxFamily, linuxFamily } from '../stores/shared/linux-family.ts'
import type { Cure, Draft, Need } from './cure.ts'
import { handAdvice } from './shared/hand-advice.ts'

/**
 * The system's own update, which comes before anything that is put down by hand. It is told where the list that the system ships, so
 * far as the product's table knows it, has what is lacking, or no longer has what must go; a private authority comes with no update.
 */
export const systemUpdate: Cure = {
  id: 'system-update',
  title: "the system's own update",
  owner: 'operating-system',
  scope: 'machine',
  tried: 'documented',
  plan: async (host, need) => {
    const family = linuxFamily(host)
    if (family === null || !need.seats.some(({ store }) => isOfSystem(store))) return null
    const advice = [...(await updateAdvice(host, family, need)), ...handAdvice(family, need)]
    const draft: Draft = { steps: [], advice, deltas: [], notes: [] }
    return advice.length === 0 ? null : draft
  },
}

/** What a system's own packages feed: its folders, and what is named after it. A store in somebody's home or a runtime's own list is none. */
export const isOfSystem = (store: string): boolean =>
  store
    .split(' + ')
    .some((name) =>
      /^(?:system$|linux:|p11-kit$|(?:openssl-dir:)?\/(?:etc|usr\/lib\/ssl|usr\/local\/etc|var\/lib\/ca-certificates)\/)/.test(
        name,
      ),
    )

async function updateAdvice(host: Host, family: LinuxFamily, need: Need): Promise<readonly Advice[]> {
  const table = await loadRoots()
  const release = family === 'debian' ? debianRelease(host) : null
  const exact = release === null ? null : listAt(table, 'debian', { kind: 'version', version: release })
  const ships = exact ?? listAt(table, 'mozilla', { kind: 'latest' })
  if (ships === null || !suits(ships, need)) return []
  const labels = [...need.add, ...need.drop].map(({ label }) => label).join(' and ')
  const verb = need.drop.length === 0 ? 'brings' : need.add.length === 0 ? 'removes' : 'brings or removes'
  const what =
    exact === null
      ? `an update of the system's certificates may cure it: Mozilla's list, which this system follows, ${verb} ${labels}`
      : `an update of the system's certificates cures it, unless it was made already: the package of Debian ${release} ${verb} ${labels}`
  return [{ owner: 'operating-system', what, command: commandOf(host, family) }]
}

function suits(ships: ReadonlySet<Sha256>, { add, drop }: Need): boolean {
  return add.length + drop.length > 0 && add.every((a) => ships.has(a.sha256)) && drop.every((d) => !ships.has(d.sha256))
}

function listAt(table: RootTable, id: string, when: When): ReadonlySet<Sha256> | null {
  const found = platform(id)
  const store = found === null ? null : storeAt(table, { platform: found, when })
  if (store === null || (store.fit !== 'exact' && when.kind === 'version')) return null
  return new Set(store.anchors.map(({ anchor }) => anchor.sha256))
}

/** `VERSION_ID` of Debian itself; its derivatives number theirs otherwise. `null`: another, or not told. */
function debianRelease(host: Host): string | null {
  const bytes = host.stat('/etc/os-release') === 'file' ? host.readFile('/etc/os-release') : null
  const text = new TextDecoder().decode(bytes ?? new Uint8Array())
  if (!/^ID="?debian"?\r?$/m.test(text)) return null
  return /^VERSION_ID="?(\d+)/m.exec(text)?.[1] ?? null
}

/** As each system's manual has it; not tried here but for Debian's. */
const commands: Readonly<Record<LinuxFamily, string>> = {
  debian: 'apt-get update && apt-get install --only-upgrade ca-certificates',
  fedora: 'dnf upgrade ca-certificates',
  alpine: 'apk upgrade ca-certificates ca-certificates-bundle',
  // Arch does not support updates of single packages.
  arch: 'pacman -Syu',
  suse: 'zypper update ca-certificates-mozilla',
  nixos: 'nixos-rebuild switch --upgrade',
  void: 'xbps-install -Su ca-certificates',
  gentoo: 'emerge --sync && emerge --update app-misc/ca-certificates',
  freebsd: 'freebsd-update fetch install && pkg upgrade',
  openbsd: 'sysupgrade',
}

const commandOf = (host: Host, family: LinuxFamily): string =>
  family === 'fedora' && host.stat('/usr/bin/dnf') === null && host.stat('/usr/bin/yum') !== null
    ? 'yum update ca-certificates'
    : commands[family]

/** The command that brings this system's own stores up to date; `null`: none is known for it. */
export function systemUpdateCommand(host: Host): string | null {
  const family = linuxFamily(host)
  return family === null ? null : commandOf(host, family)
}
