import type { Host } from '../host/host.ts'
import type { Target } from '../model/evidence.ts'
import type { Asking, Installation } from '../model/machine.ts'

/** A server that is meant, for settings that reach some servers alone. */
export type AskedServer = Pick<Target, 'host' | 'port'>

/**
 * One kind of runtime or program that verifies TLS peers: where its installations lie on a machine, and which store each asks.
 * Both only look: they change nothing, and start nothing but the found program itself for its version, with `Host.run`.
 */
export interface Runtime {
  /** `python`, `git`. */
  readonly id: string
  /** One line for the help. */
  readonly title: string
  /** What a user may call it on the command line, beside `id` and the names of its programs: `pip`, `requests` under `python`. */
  readonly names: readonly string[]
  /** The installations on this machine, the one that a shell would start first. None is no failure. */
  readonly find: (host: Host) => Promise<readonly Installation[]>
  /** What this installation will do, as the environment, the files and the defaults say now: for this server, or for any. */
  readonly asks: (host: Host, installation: Installation, server?: AskedServer) => Promise<Asking>
}
