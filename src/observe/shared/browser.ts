import type { Host } from '../../host/host.ts'
import type { Ended, Probe, Question, Told } from '../probe.ts'
import { bracketed, direct } from './direct.ts'

/** A port on which nobody listens (RFC 863: discard), for whatever a browser asks beside the server. */
export const nowhere = 9

/** For browsers: they are started in an empty folder, which a snap or flatpak does not see. Seen on Linux alone. */
export const browsing = (invoke: Probe['invoke']): Probe['invoke'] =>
  direct((host, question) => {
    if (host.platform === 'win32' || host.platform === 'darwin') return { cannot: 'how to ask it is known for Linux alone' }
    if (/snap$|flatpak/.test(question.asking.installation.note)) return { cannot: 'it sees no folders but its own' }
    return invoke(host, question)
  })

export const addressOf = ({ host, port }: Question): string => `https://${bracketed(host)}:${port}/`

/** Of the files of a folder those that are there, as copies below another. */
export const copiesOf = (host: Host, from: string, names: readonly string[], below: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name) => (host.stat(`${from}/${name}`) === 'file' ? [[`${below}${name}`, `${from}/${name}`] as const] : [])),
  )

/** What came of a visit (`RunOptions.visit`). `behind`: errors that come after the handshake. */
export function visited({ code, stdout, stderr }: Ended, behind: readonly string[] = []): Told {
  if (code === 0 && (stdout === 'accepted' || behind.includes(stdout))) return { kind: 'accepted' }
  return code === 0 ? { kind: 'failed', says: stdout } : { kind: 'none', why: stderr.trim().split('\n').at(-1) ?? '' }
}
