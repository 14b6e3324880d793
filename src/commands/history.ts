import { buildCommand } from '@stricli/core'
import type { Context } from './context.ts'
import { optionalSwitch } from './flag-kinds.ts'
import { jsonFlags } from './json-flags.ts'
import type { HistoryFlags } from './fix-flags.ts'

/** `rootcause history`. */
export const historyCommand = () =>
  buildCommand<HistoryFlags, [], Context>({
    loader: async () => (await import('./run-history.ts')).runHistory,
    parameters: {
      flags: {
        ...jsonFlags(),
        offline: optionalSwitch('Judge by the chain of then; no server is contacted'),
      },
      positional: { kind: 'tuple', parameters: [] },
    },
    docs: {
      customUsage: ['[--offline] [--format json]'],
      brief: 'List what fix did here, for what, and whether it is still needed',
      fullDescription: [
        'Lists every change of rootcause fix on this machine, the eldest first. Of each that stands it says',
        'whether it is still needed: what the programs that it was made for would say without it, judged by',
        'what their servers send now and what the stores of this machine hold now.',
        '',
        'Examples:',
        '  rootcause history',
        '  rootcause history --format json --offline',
      ].join('\n'),
    },
  })
