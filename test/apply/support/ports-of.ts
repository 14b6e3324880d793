import { openJournal } from '../../../src/apply/journal.ts'
import type { ApplyPorts } from '../../../src/apply/ports.ts'
import { nodeHand } from '../../../src/host/node-hand.ts'
import { nodeStateIo } from '../../../src/host/node-state-io.ts'
import { seconds } from '../../../src/model/time.ts'

/** Ports to this machine, with a journal in a folder of the test; it cures unless said otherwise. */
export const portsOf = (state: string, over: Partial<ApplyPorts> = {}): ApplyPorts => ({
  hand: nodeHand({ elevation: 'none' }),
  journal: openJournal(state, nodeStateIo),
  now: () => seconds(1795305600), // 2026-11-22
  holds: async () => null,
  recheck: async () => ({ isCured: true, why: 'the real client accepts' }),
  told: () => {},
  signal: new AbortController().signal,
  ...over,
})
