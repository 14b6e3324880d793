import type { Host } from '../host/host.ts'
import type { WithoutEffect, WithoutEffectReason } from '../model/machine.ts'
import type { Certificate } from '../model/certificate.ts'
import { readCertificate } from '../x509/certificate.ts'
import { type CertificateFile, readCertificateFile } from '../x509/certificate-file.ts'
import { type Additions, additionPlaces, type AdditionPlace } from './shared/addition-places.ts'
import { linuxFamily } from './shared/linux-family.ts'

/** What was added by hand to the trust store of this Linux or BSD. */
export interface HostAdditions {
  /** Certificates that are in the generated store because somebody put them there, with the file each stands in. */
  readonly added: readonly AddedCertificate[]
  /** What was put down for it and is not read, or only in part. */
  readonly withoutEffect: readonly WithoutEffect[]
  /** Files and folders that could not be read, each with what the system says: what is in them is not known. */
  readonly unreadable: readonly { readonly path: string; readonly why: string }[]
}

export interface AddedCertificate {
  readonly file: string
  readonly der: Uint8Array
}

/**
 * Looks through the places from which this distribution generates its store. Nothing is run. A system whose store is written by its
 * configuration (NixOS) or by hand (OpenBSD), and one that is not known, has no additions.
 */
export function hostAdditions(host: Host): HostAdditions {
  const family = linuxFamily(host)
  const places = family === null ? null : additionPlaces[family]
  const found: Found = { added: [], withoutEffect: [], unreadable: [] }
  if (places === null) return found
  const generated = heldBy(host, places.generated, found)
  const banned = places.banned.flatMap((folder) => filesIn(host, folder, true, found))
  const bannedBy = new Map<string, string>()
  for (const file of banned) for (const { der } of contentOf(host, file, found).certificates) bannedBy.set(idOf(der), file)
  for (const place of places.folders) {
    for (const file of filesIn(host, place.folder, place.isDeep, found))
      judge(host, places, place, file, generated, bannedBy, found)
  }
  listedByHand(host, places, generated, found)
  writtenByHand(host, places, found)
  return found
}

interface Found {
  readonly added: AddedCertificate[]
  readonly withoutEffect: WithoutEffect[]
  readonly unreadable: { readonly path: string; readonly why: string }[]
}

/** `null`: the generated store cannot be read. */
type Held = ReadonlySet<string> | null

function judge(
  host: Host,
  places: Additions,
  place: AdditionPlace,
  file: string,
  generated: Held,
  bannedBy: ReadonlyMap<string, string>,
  found: Found,
): void {
  const without = (reason: WithoutEffectReason, params: Readonly<Record<string, string>>): void => {
    const setting = { kind: 'file', name: place.folder, value: file.slice(place.folder.length + 1), where: file } as const
    found.withoutEffect.push({ setting, reason, params })
  }
  const { certificates, form } = contentOf(host, file, found)
  const [first] = certificates
  const name = file.slice(file.lastIndexOf('/') + 1)
  if (!place.suffixes.some((suffix) => name.endsWith(suffix)) || (place.isLinkPassedOver && isLink(host, file))) {
    // A README beside the certificates is no mistake.
    const stem = name.replace(/\.[A-Za-z]{1,4}$/, '')
    const instead = place.isLinkPassedOver ? 'a copy of the file, in the place of a symbolic link' : `${stem}${place.suffixes[0]}`
    if (first !== undefined) without('wrong-file-name', { instead })
    return
  }
  if (first === undefined) return without('no-certificate', { instead: place.isDerRead ? 'PEM or DER' : 'PEM' })
  if (form !== 'pem' && !place.isDerRead) return without('no-certificate', { instead: 'PEM' })
  const ban = bannedBy.get(idOf(first.der))
  if (ban !== undefined) return without('beaten', { by: ban })
  if (place.areAuthoritiesOnly && certificates.every(({ der }) => !isAuthority(readCertificate(der)))) {
    return without('no-certificate', { instead: 'the certificate of an authority' })
  }
  if (generated !== null) {
    const inEffect = certificates.filter(({ der }) => generated.has(idOf(der)))
    if (inEffect.length === 0) return without('beaten', { by: places.generated, instead: places.command })
  }
  if (certificates.length > 1 && place.isOneEach)
    without('some-requests', {
      reach: `programs that read ${places.generated}; not those that look names up in its folder by their hash`,
    })
  for (const { der } of certificates) if (generated?.has(idOf(der)) !== false) found.added.push({ file, der })
}

/** Debian's `/etc/ca-certificates.conf` (update-ca-certificates(8)): what it lists beside the package's own, and what it leaves out or bans with `!`. */
function listedByHand(host: Host, places: Additions, generated: Held, found: Found): void {
  const { list } = places
  const text = list === null ? null : look(list.file, found, () => host.readFile(list.file))
  if (list === null || text === null) return
  const lines = new TextDecoder().decode(text).split('\n')
  const own = filesIn(host, list.folder, true, found).filter((file) => !file.startsWith(`${list.folder}/${list.packaged}`))
  for (const file of own) {
    const name = file.slice(list.folder.length + 1)
    const { certificates } = contentOf(host, file, found)
    const setting = { kind: 'file', name: list.folder, value: name, where: file } as const
    const ban = lines.indexOf(`!${name}`)
    if (certificates.length === 0) continue
    if (!lines.includes(name)) {
      const by = ban < 0 ? list.file : `${list.file}:${ban + 1}`
      found.withoutEffect.push({ setting, reason: 'beaten', params: { by, instead: `a line ${name} in ${list.file}` } })
    } else if (generated !== null && !certificates.some(({ der }) => generated.has(idOf(der)))) {
      found.withoutEffect.push({ setting, reason: 'beaten', params: { by: places.generated, instead: places.command } })
    } else found.added.push(...certificates.map(({ der }) => ({ file, der })))
  }
}

/** What stands in the generated file and in nothing that it is generated from: the next run of the tool loses it. */
function writtenByHand(host: Host, places: Additions, found: Found): void {
  const packaged = filesIn(host, places.packaged, true, found)
  const sources = [...packaged, ...places.folders.flatMap(({ folder, isDeep }) => filesIn(host, folder, isDeep, found))]
  const known = new Set(sources.flatMap((file) => contentOf(host, file, found).certificates.map(({ der }) => idOf(der))))
  // A system that was delivered with the finished bundle alone says nothing about what it was made of.
  if (packaged.length === 0 || look(places.generated, found, () => host.stat(places.generated)) !== 'file') return
  for (const { der } of contentOf(host, places.generated, found).certificates) {
    if (!known.has(idOf(der))) found.added.push({ file: places.generated, der })
  }
}

/** Identities of what the generated store holds, be it a file or a folder. */
function heldBy(host: Host, path: string, found: Found): Held {
  const before = found.unreadable.length
  // What was never made holds nothing.
  if (look(path, found, () => host.stat(path)) === null) return found.unreadable.length > before ? null : new Set()
  const files = look(path, found, () => host.stat(path)) === 'directory' ? filesIn(host, path, false, found) : [path]
  const held = files.flatMap((file) => contentOf(host, file, found).certificates.map(({ der }) => idOf(der)))
  return found.unreadable.length > before ? null : new Set(held)
}

/** Files in a folder, its subfolders too where `isDeep`, in order. Hidden ones are passed over. */
function filesIn(host: Host, folder: string, isDeep: boolean, found: Found, depth = 0): readonly string[] {
  const names = look(folder, found, () => host.list(folder)) ?? []
  return names
    .filter((name) => !name.startsWith('.'))
    .flatMap((name): readonly string[] => {
      const path = `${folder}/${name}`
      const kind = look(path, found, () => host.stat(path))
      // A link to a folder above would lead round for ever.
      if (kind === 'directory') return isDeep && depth < 8 ? filesIn(host, path, isDeep, found, depth + 1) : []
      return kind === 'file' ? [path] : []
    })
}

const nothing: Pick<CertificateFile, 'certificates' | 'form'> = { certificates: [], form: 'none' }

function contentOf(host: Host, file: string, found: Found): Pick<CertificateFile, 'certificates' | 'form'> {
  const bytes = look(file, found, () => host.readFile(file))
  return bytes === null ? nothing : readCertificateFile(bytes)
}

function look<T>(path: string, found: Found, ask: () => T | null): T | null {
  try {
    return ask()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    if (!found.unreadable.some((u) => u.path === path)) found.unreadable.push({ path, why })
    return null
  }
}

const idOf = (der: Uint8Array): string => readCertificate(der).sha256

const isLink = (host: Host, file: string): boolean => {
  const folder = host.realPath(file.slice(0, file.lastIndexOf('/')))
  return host.realPath(file) !== `${folder}${file.slice(file.lastIndexOf('/'))}`
}

/** What p11-kit counts among the authorities that it extracts (trust/builder.c, calc_certificate_category): basicConstraints, or an old self-issued one. */
const isAuthority = ({ basicConstraints, version, issuer, subject }: Certificate): boolean =>
  basicConstraints === null ? version === 1 && issuer.raw === subject.raw : basicConstraints.cA
