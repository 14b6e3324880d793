import { buildCommand } from '@stricli/core'
import type { Context } from './context.ts'
import { type JsonFlags, jsonFlags } from './json-flags.ts'

/** `rootcause clients`. */
export const clientsCommand = () =>
  buildCommand<JsonFlags, [id?: string], Context>({
    loader: async () => (await import('./run-clients.ts')).runClients,
    parameters: {
      flags: jsonFlags(),
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
      customUsage: ['[<id>] [--format json]'],
      brief: 'List the clients whose verdict can be predicted, and how each is known',
      fullDescription: [
        'Examples:',
        '  rootcause clients',
        '  rootcause clients python-3.8',
        '  rootcause clients --format json | jq .[].id',
      ].join('\n'),
    },
  })
