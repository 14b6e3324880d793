import type { Host } from '../../host/host.ts'
import type { FileChange, Step } from '../../model/plan.ts'
import type { Sha256 } from '../../model/sha256.ts'
import { readCertificateFile } from '../../x509/certificate-file.ts'
import { writePem } from '../../x509/pem.ts'
import type { AnchorToChange } from '../cure.ts'
import { anchorFileName, fileChange, octetsOf, realFolder } from './anchor-file.ts'
import { filesThatHold, holds, withoutCertificates } from './input-files.ts'
import type { InputChange, StoreInputs } from './linux-store.ts'

const local = '/usr/local/share/ca-certificates'
const packaged = '/usr/share/ca-certificates'
const list = '/etc/ca-certificates.conf'

/** Where a store that is made of files and a list differs from Debian's. */
export interface ListedStore {
  /** Folders below the local one are looked through. */
  readonly isDeep: boolean
  /** The end that a file's name needs; empty: any does. */
  readonly suffix: string
}

/**
 * The inputs of Debian's update-ca-certificates and of those that copy its layout: files below /usr/local/share/ca-certificates, all of which
 * count, and below /usr/share/ca-certificates those that /etc/ca-certificates.conf lists; a line that begins with `!` keeps one out.
 * Observed with Debian's ca-certificates 20230311. Alpine: update-ca.c, read_global_ca_list.
 */
export function listedInputs(host: Host, { isDeep, suffix }: ListedStore): StoreInputs {
  const lines = textAt(host, list).split('\n')
  const localFiles = (ids: readonly Sha256[]): readonly string[] =>
    filesThatHold(host, local, isDeep, ids).filter((path) => path.endsWith(suffix))
  /** Names in the list, taken up or kept out, whose file holds one of them. */
  const listed = (ids: readonly Sha256[], isKeptOut: boolean): readonly string[] =>
    lines
      .filter((line) => line.startsWith('!') === isKeptOut && !line.startsWith('#') && line !== '')
      .map((line) => (isKeptOut ? line.slice(1) : line))
      .filter((name) => holds(readIfThere(host, `${packaged}/${name}`), ids))
  return {
    add: async (anchor) => {
      const ids = [anchor.sha256]
      const known = [...localFiles(ids), ...listed(ids, false).map((name) => `${packaged}/${name}`)]
      return add(host, anchor, listed(ids, true), known)
    },
    drop: async (anchors) => {
      const ids = anchors.map(({ sha256 }) => sha256)
      return drop(host, anchors, localFiles(ids), listed(ids, false))
    },
  }
}

function add(host: Host, anchor: AnchorToChange, banned: readonly string[], known: readonly string[]): InputChange {
  const [ban] = banned
  if (ban !== undefined) {
    const what = `somebody has left ${anchor.label} out of this system's store, with the line !${ban} in ${list}: whether it may come back is for them to say`
    return { kind: 'blocked', what, command: '' }
  }
  // A file with several has no link under the hash of a name.
  const isTakenUp = known.some((path) => readCertificateFile(host.readFile(path) ?? new Uint8Array()).certificates.length === 1)
  const path = `${realFolder(host, local)}/${anchorFileName(anchor)}.crt`
  const change = fileChange(host, path, octetsOf(writePem('CERTIFICATE', anchor.der)))
  const steps = isTakenUp ? [] : [step(change, `It holds ${anchor.label}, for the system's own tool to take up.`)]
  const note = `This store has no purposes: whoever reads it trusts ${anchor.label} for e-mail and signed code too, if it checks these by it.`
  return { kind: 'steps', steps, notes: [note] }
}

function drop(host: Host, anchors: readonly AnchorToChange[], own: readonly string[], listed: readonly string[]): InputChange {
  const steps: Step[] = []
  const ids = anchors.map(({ sha256 }) => sha256)
  const labels = anchors.map(({ label }) => label).join(' and ')
  for (const path of own) {
    const change = withoutCertificates(host, path, ids)
    if (change === null) {
      const what = `${path} holds ${labels}, and is a symbolic link or no text: take the certificate out of it by hand`
      return { kind: 'blocked', what, command: '' }
    }
    steps.push(step(change, `It holds ${labels}, put there by hand.`))
  }
  if (listed.length > 0) {
    const text = textAt(host, list)
      .split('\n')
      .map((line) => (listed.includes(line) ? `!${line}` : line))
      .join('\n')
    const change = fileChange(host, host.realPath(list) ?? list, octetsOf(text))
    steps.push(step(change, 'A line that begins with ! keeps what the package brings out of the store.'))
  }
  const note = `This store has no purposes: without ${labels} whoever reads it also refuses e-mail, signed code and timestamps below it.`
  return { kind: 'steps', steps, notes: [note] }
}

const step = (change: FileChange, why: string): Step => ({ change, why, needsRights: true })

/** A file's text; empty: there is none. */
export const textAt = (host: Host, path: string): string => new TextDecoder().decode(readIfThere(host, path) ?? new Uint8Array())

const readIfThere = (host: Host, path: string): Uint8Array | null => (host.stat(path) === 'file' ? host.readFile(path) : null)
