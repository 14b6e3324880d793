import type { StarttlsProtocol } from '../../model/evidence.ts'
import type { Dialogue } from '../dialogue.ts'

/** One protocol that goes over to TLS after some talk in clear. */
export interface StarttlsEntry {
  readonly protocol: StarttlsProtocol
  /** Where it is spoken when nothing is said. */
  readonly port: number
  /** The talk, up to the octet before the ClientHello. `host`: the name or address that was asked for. */
  readonly dialogue: (target: { readonly host: string; readonly port: number }) => Dialogue
}
