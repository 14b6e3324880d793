import { buildCommand } from '@stricli/core'
import type { Context } from './context.ts'
import { type JsonFlags, jsonFlags } from './json-flags.ts'

/** `rootcause which`. */
export const whichCommand = () =>
  buildCommand<JsonFlags, [program?: string], Context>({
    loader: async () => (await import('./run-machine.ts')).runWhich,
    parameters: {
      flags: jsonFlags(),
      positional: {
        kind: 'tuple',
        parameters: [
          {
            parse: (value: string) => value,
            placeholder: 'program',
            optional: true,
            brief: 'A runtime or program: python, git, pip, java; without it all of them',
          },
        ],
      },
    },
    docs: {
      customUsage: ['[<program>] [--format json]'],
      brief: 'Say which trust store a program on this machine asks, and why',
      fullDescription: [
        'Looks at programs, variables and configuration files; changes nothing, and contacts nobody.',
        '',
        'Examples:',
        '  rootcause which',
        '  rootcause which python',
        '  rootcause which git --format json',
      ].join('\n'),
    },
  })
