import { buildCommand } from '@stricli/core'
import type { Context } from './context.ts'

/** `rootcause doctor`. */
export const doctor = buildCommand<{ readonly json?: boolean }, [], Context>({
  loader: async () => (await import('./run-doctor.ts')).runDoctor,
  parameters: {
    flags: { json: { kind: 'boolean', optional: true, withNegated: false, brief: 'Print what was found as JSON' } },
    positional: { kind: 'tuple', parameters: [] },
  },
  docs: {
    customUsage: ['[--json]'],
    brief: 'Look at the whole machine without a target: clock, stores, settings, interception',
    fullDescription: [
      'Looks at every trust store and every runtime of this machine; changes nothing, and contacts nobody.',
      'Exit code 0: nothing is wrong; 1: something is.',
      '',
      'Examples:',
      '  rootcause doctor',
      '  rootcause doctor --json | jq .findings[].code',
    ].join('\n'),
  },
})
