import type { Host } from '../../host/host.ts'
import type { Step, Tool, Tried } from '../../model/plan.ts'
import type { LinuxFamily } from '../../stores/shared/linux-family.ts'
import type { AnchorToChange, Need } from '../cure.ts'

/** How one distribution makes its trust store out of files, and where the result lies. */
export interface LinuxStore {
  readonly id: string
  /** For the reader: `Debian's system store`. */
  readonly title: string
  readonly family: LinuxFamily
  readonly tried: Tried
  /** Files and folders that the tool makes and that programs read for TLS, most important first. */
  readonly outputs: (host: Host) => readonly string[]
  /** Programs read the tool's inputs themselves, through p11-kit. */
  readonly isReadByP11Kit: boolean
  /** What is run, in order, each with the store that comes out of it; `null`: the tool is not there. */
  readonly regenerate: (host: Host) => readonly { readonly store: string; readonly tool: Tool }[] | null
  /** How the tool is had where it is not there; typed by the reader. */
  readonly install: string
  readonly inputs: (host: Host, need: Need) => StoreInputs
}

/** The files that a distribution's tool makes its store of. */
export interface StoreInputs {
  readonly add: (anchor: AnchorToChange) => Promise<InputChange>
  /** All at once: they may stand in one file. */
  readonly drop: (anchors: readonly AnchorToChange[]) => Promise<InputChange>
}

/** What must change in them. */
export type InputChange =
  /** No step: the inputs are as they should be, and the tool alone has to run. */
  | { readonly kind: 'steps'; readonly steps: readonly Step[]; readonly notes: readonly string[] }
  /** Not ours to change: what stands in the way, in one sentence, and what the reader may type; empty: nothing. */
  | { readonly kind: 'blocked'; readonly what: string; readonly command: string }
