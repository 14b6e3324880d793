import { buildCommand } from '@stricli/core'
import type { Context } from './context.ts'

/** `rootcause which`. */
export const whichCommand = () =>
  buildCommand<{ readonly json?: boolean }, [program?: string], Context>({
    loader: async () => (await import('./run-machine.ts')).runWhich,
    parameters: {
      flags: { json: { kind: 'boolean', optional: true, withNegated: false, brief: 'Print what was found as JSON' } },
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
      customUsage: ['[<program>] [--json]'],
      brief: 'Say which trust store a program on this machine asks, and why',
      fullDescription: [
        'Looks at programs, variables and configuration files; changes nothing, and contacts nobody.',
        '',
        'Examples:',
        '  rootcause which',
        '  rootcause which python',
        '  rootcause which git --json',
      ].join('\n'),
    },
  })
