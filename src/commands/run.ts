import { buildCommand } from '@stricli/core'
import type { Context } from './context.ts'
import type { RunFlags } from './flags.ts'

/** `rootcause run`. */
export const runCommand = () =>
  buildCommand<RunFlags, string[], Context>({
    loader: async () => (await import('./run-run.ts')).runRun,
    parameters: {
      flags: {
        noCheck: {
          kind: 'boolean',
          optional: true,
          withNegated: false,
          brief: 'Say what a certificate error means, and contact nobody to find its cause',
        },
      },
      positional: {
        kind: 'array',
        minimum: 1,
        parameter: { parse: (value: string) => value, placeholder: 'command', brief: 'The command and its arguments, behind --' },
      },
    },
    docs: {
      customUsage: ['[--no-check] -- <command> [arguments]'],
      brief: 'Run a command; if it fails on a certificate, say why, as that program sees it',
      fullDescription: [
        'The command runs as it would by itself: same environment, input, output and exit code; signals reach',
        'it. Its standard error is passed on as it comes, and read. If a certificate error stands there, its',
        'meaning follows, and what is wrong with the server that it names or with the trust store asked here.',
        '',
        'On a terminal the command gets a pseudo-terminal where script of util-linux is there; elsewhere its',
        'standard error is a pipe, and programs may leave colours out.',
        '',
        'Examples:',
        '  rootcause run -- pip install requests',
        '  rootcause run -- git clone https://git.example.org/a.git',
        '  rootcause run --no-check -- npm ci',
        '',
        'Exit status: that of the command; 128 and the number of the signal that ended it; 127 there is no',
        'such command, 126 it cannot be started.',
      ].join('\n'),
    },
  })
