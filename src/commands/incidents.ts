import { buildCommand } from '@stricli/core'
import type { Context } from './context.ts'
import { type JsonFlags, jsonFlags } from './json-flags.ts'

/** `rootcause incidents`. */
export const incidentsCommand = () =>
  buildCommand<JsonFlags, [id?: string], Context>({
    loader: async () => (await import('./run-incidents.ts')).runIncidents,
    parameters: {
      flags: jsonFlags(),
      positional: {
        kind: 'tuple',
        parameters: [
          {
            parse: (value: string) => value,
            placeholder: 'id',
            optional: true,
            brief: 'Which incident to tell; all are listed where none is named',
          },
        ],
      },
    },
    docs: {
      customUsage: ['[<id>] [--format json]'],
      brief: 'Tell the failures of trust that many met at once, and what cures each',
      fullDescription: [
        'Contacts nobody. check names the incident that its report shows, by the certificates and not by',
        'the host.',
        '',
        'Examples:',
        '  rootcause incidents',
        '  rootcause incidents addtrust-2020',
      ].join('\n'),
    },
  })
