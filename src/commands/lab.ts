import { buildCommand, numberParser } from '@stricli/core'
import type { Context } from './context.ts'
import type { LabFlags } from './flags.ts'

/** `rootcause lab`. */
export const labCommand = () =>
  buildCommand<LabFlags, [fault?: string], Context>({
    loader: async () => (await import('./run-lab.ts')).runLab,
    parameters: {
      flags: {
        port: {
          kind: 'parsed',
          parse: numberParser,
          optional: true,
          placeholder: 'n',
          brief: 'First port; the next faults get the next ones. Default: free ports',
        },
        dir: {
          kind: 'parsed',
          parse: (value: string) => value,
          optional: true,
          placeholder: 'folder',
          brief: 'Where to write the CA files; default a new temporary folder',
        },
      },
      positional: {
        kind: 'tuple',
        parameters: [
          {
            parse: (value: string) => value,
            placeholder: 'fault',
            optional: true,
            brief: 'The fault to serve, all, or list (default)',
          },
        ],
      },
    },
    docs: {
      customUsage: ['[<fault>|list|all] [--port n] [--dir folder]'],
      brief: 'Serve broken TLS on loopback: one fault a port, minted at start, until stopped',
      fullDescription: [
        'Each server gets its own authorities, a port on 127.0.0.1 and a CA file to trust.',
        '',
        'Examples:',
        '  rootcause lab list',
        '  rootcause lab expired-intermediate',
        '  rootcause lab all --port 9500 --dir ./lab',
      ].join('\n'),
    },
  })
