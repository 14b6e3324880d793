import type { Host } from '../../host/host.ts'
import type { Setting } from '../../model/machine.ts'
import { readIni } from './ini-file.ts'
import { installed } from './installed.ts'
import { mentions } from './mentions.ts'
import { isAbsolutePlace, kindAt, placeIn, realPlace, textAt } from './place.ts'
import { inFile } from './setting.ts'

/** A profile of Firefox. */
export interface FirefoxProfile {
  readonly folder: string
  /** It is the one that a plain start opens. */
  readonly isDefault: boolean
  /** What kind of installation it belongs to, for the reader: `snap`, `flatpak`; empty: an ordinary one. */
  readonly packaging: string
}

/** Folders that may hold a profiles.ini: of ordinary installations, of XDG (Firefox 147 and later), of snap and of flatpak. */
function roots(host: Host): readonly { readonly folder: string; readonly packaging: string }[] {
  const { home, platform } = host
  if (platform === 'win32')
    return [
      {
        folder: placeIn(host, host.env['APPDATA'] ?? placeIn(host, home, 'AppData', 'Roaming'), 'Mozilla', 'Firefox'),
        packaging: '',
      },
    ]
  if (platform === 'darwin') return [{ folder: placeIn(host, home, 'Library', 'Application Support', 'Firefox'), packaging: '' }]
  const config = host.env['XDG_CONFIG_HOME'] ?? placeIn(host, home, '.config')
  const [snap, flatpak] = [
    placeIn(host, home, 'snap', 'firefox', 'common'),
    placeIn(host, home, '.var', 'app', 'org.mozilla.firefox'),
  ]
  const both = (base: string): readonly string[] => [
    placeIn(host, base, '.mozilla', 'firefox'),
    placeIn(host, base, '.config', 'mozilla', 'firefox'),
  ]
  return [
    ...[placeIn(host, home, '.mozilla', 'firefox'), placeIn(host, config, 'mozilla', 'firefox')].map((folder) => ({
      folder,
      packaging: '',
    })),
    ...both(snap).map((folder) => ({ folder, packaging: 'snap' })),
    ...both(flatpak).map((folder) => ({ folder, packaging: 'flatpak' })),
  ]
}

/** Programs of ordinary installations that are on no search path. */
const places = [
  '/usr/lib/firefox/firefox',
  '/usr/lib64/firefox/firefox',
  '/usr/lib/firefox-esr/firefox-esr',
  '/opt/firefox/firefox',
]

/**
 * The kinds of installation that are on this Linux, as `FirefoxProfile.packaging`. Empty: no program was found, and nothing is known. Each
 * kind reads profiles below its own folders alone (snapcraft.io, Environment variables: SNAP_USER_COMMON; flatpak(1): ~/.var/app).
 */
export function firefoxPackagings(host: Host): readonly string[] {
  const found = new Set(programs(host).map(({ packaging }) => packaging))
  if (kindAt(host, '/snap/firefox/current') === 'directory') found.add('snap')
  const flatpaks = ['/var/lib/flatpak', placeIn(host, host.home, '.local', 'share', 'flatpak')]
  if (flatpaks.some((folder) => kindAt(host, placeIn(host, folder, 'app', 'org.mozilla.firefox')) === 'directory'))
    found.add('flatpak')
  return [...found]
}

/** The program of the ordinary installation that a shell would start. */
export const firefoxProgram = (host: Host): string | undefined => programs(host).find(({ packaging }) => packaging === '')?.path

const programs = (host: Host): readonly { readonly path: string; readonly packaging: string }[] =>
  installed(host, ['firefox', 'firefox-esr'], places).map((path) => {
    const real = realPlace(host, path)
    // Ubuntu's deb holds a script that starts the snap.
    const isSnap =
      /^\/snap\/|\/snap$/.test(real) || path.startsWith('/snap/') || mentions(host, path, ['/snap/bin/firefox']) !== null
    return { path, packaging: isSnap ? 'snap' : /\/flatpak\//.test(real) ? 'flatpak' : '' }
  })

/** Every profile that a profiles.ini names; those that a plain start opens first. */
export function firefoxProfiles(host: Host): readonly FirefoxProfile[] {
  return roots(host)
    .flatMap(({ folder, packaging }) => profilesOf(host, folder, packaging))
    .toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault))
}

function profilesOf(host: Host, folder: string, packaging: string): readonly FirefoxProfile[] {
  const entries = readIni(textAt(host, placeIn(host, folder, 'profiles.ini')) ?? '')
  const value = (section: string, key: string): string | undefined =>
    entries.find((e) => e.section === section && e.key === key)?.value
  const sections = [...new Set(entries.map(({ section }) => section))]
  // `[Install…]` names the profile of one installation; `Default=1` is what releases before 67 took.
  const ofInstalls = sections.filter((section) => section.startsWith('Install')).map((section) => value(section, 'default'))
  return sections
    .filter((section) => section.startsWith('Profile'))
    .flatMap((section): readonly FirefoxProfile[] => {
      const path = value(section, 'path')
      if (path === undefined) return []
      const native = host.platform === 'win32' ? path.replaceAll('/', '\\') : path
      const isRelative = value(section, 'isrelative') !== '0' && !isAbsolutePlace(host, native)
      const isDefault = ofInstalls.length > 0 ? ofInstalls.includes(path) : value(section, 'default') === '1'
      return [{ folder: isRelative ? placeIn(host, folder, native) : native, isDefault, packaging }]
    })
}

/** A preference out of user.js, which comes last, or prefs.js; `null`: neither says it. */
export function preference(host: Host, profile: string, name: string): Setting | null {
  for (const file of ['user.js', 'prefs.js']) {
    const path = placeIn(host, profile, file)
    const lines = (textAt(host, path) ?? '').split(/\r?\n/)
    const at = lines.findLastIndex((line) => /^\s*user_pref\(/.test(line) && line.includes(`"${name}"`))
    const value = /,\s*(?<value>[^)]*?)\s*\)\s*;/.exec(lines[at] ?? '')?.groups?.['value']
    if (value !== undefined) return inFile(name, value, path, at + 1)
  }
  return null
}
