import { buildCommand } from '@stricli/core'
import type { Context } from './context.ts'

/** `rootcause clients`. */
export const clientsCommand = () =>
  buildCommand<{ readonly json?: boolean }, [id?: string], Context>({
    loader: async () => (await import('./run-clients.ts')).runClients,
    parameters: {
      flags: { json: { kind: 'boolean', optional: true, withNegated: false, brief: 'Print the profiles as JSON' } },
      positional: {
        kind: 'tuple',
        parameters: [
          {
            parse: (value: string) => value,
            placeholder: 'id',
            optional: true,
            brief: 'Show every switch of this profile, and where each was read or seen',
          },
        ],
      },
    },
    docs: {
      customUsage: ['[<id>] [--json]'],
      brief: 'List the clients whose verdict can be predicted, and how each is known',
      fullDescription: [
        'Examples:',
        '  rootcause clients',
        '  rootcause clients python-3.8',
        '  rootcause clients --json | jq .[].id',
      ].join('\n'),
    },
  })
