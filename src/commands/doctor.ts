import { buildCommand } from '@stricli/core'
import type { Context } from './context.ts'
import { jsonFlags } from './json-flags.ts'
import type { DoctorFlags } from './run-doctor.ts'

/** `rootcause doctor`. */
export const doctorCommand = () =>
  buildCommand<DoctorFlags, [], Context>({
    loader: async () => (await import('./run-doctor.ts')).runDoctor,
    parameters: {
      flags: {
        ...jsonFlags(),
        online: {
          kind: 'boolean',
          optional: true,
          withNegated: false,
          brief: 'Compare the clock with the time of independent servers, which are contacted',
        },
      },
      positional: { kind: 'tuple', parameters: [] },
    },
    docs: {
      customUsage: ['[--format json] [--online]'],
      brief: 'Look at the whole machine without a target: clock, stores, settings, interception',
      fullDescription: [
        'Looks at every trust store and every runtime of this machine; changes nothing, and contacts nobody',
        'without --online.',
        'Exit status: 0 nothing is broken (warnings there may be), 1 something is.',
        '',
        'Examples:',
        '  rootcause doctor',
        '  rootcause doctor --format json | jq .findings[].code',
      ].join('\n'),
    },
  })
