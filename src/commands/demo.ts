import { buildCommand } from '@stricli/core'
import type { Context } from './context.ts'
import { type DemoFlags, reportFormatBrief, reportFormats, verboseBrief } from './flags.ts'
import { oneOf } from './one-of.ts'

/** `rootcause demo`. */
export const demoCommand = () =>
  buildCommand<DemoFlags, [], Context>({
    loader: async () => (await import('./run-demo.ts')).runDemo,
    parameters: {
      flags: {
        format: { kind: 'parsed', parse: oneOf(reportFormats), optional: true, placeholder: 'form', brief: reportFormatBrief },
        save: {
          kind: 'parsed',
          parse: (value: string) => value,
          optional: true,
          placeholder: 'file',
          brief: 'Save everything seen as a case',
        },
        verbose: { kind: 'boolean', optional: true, withNegated: false, brief: verboseBrief },
      },
      aliases: { f: 'format', v: 'verbose' },
    },
    docs: {
      customUsage: ['[--format form] [--save file] [--verbose]'],
      brief: 'Relive 30 May 2020: a lab server with the AddTrust chain, two machines, five clients',
      fullDescription: [
        'Mints the chain of that day with its real dates, serves it on loopback, captures it, and judges it',
        'at 2020-05-30T10:48:39Z, one second after the old root expired. Nothing but loopback is contacted.',
        '',
        'Examples:',
        '  rootcause demo',
        '  rootcause demo --save addtrust.json && rootcause check addtrust.json --at 2020-05-30T10:48:37Z',
      ].join('\n'),
    },
  })
