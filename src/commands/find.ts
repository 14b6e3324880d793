import { buildCommand } from '@stricli/core'
import type { Context } from './context.ts'
import { optionalSwitch, several, text } from './flag-kinds.ts'
import type { FindFlags } from './find-flags.ts'
import { formatBrief, formats } from './flags.ts'
import { oneOf } from './one-of.ts'
import { targetFlags } from './target-flags.ts'

/** `rootcause find`. */
export const findCommand = () =>
  buildCommand<FindFlags, [target?: string], Context>({
    loader: async () => (await import('./run-find.ts')).runFind,
    parameters: {
      flags: {
        ...targetFlags,
        root: several('file', 'A file that may hold the missing root; that it is there vouches for nothing'),
        locate: optionalSwitch('Ask crt.sh and Microsoft for public certificates that nothing here holds'),
        format: { kind: 'parsed', parse: oneOf(formats), optional: true, placeholder: 'form', brief: formatBrief },
      },
      positional: {
        kind: 'tuple',
        parameters: [
          {
            parse: text,
            placeholder: 'target',
            optional: true,
            brief: 'host, file, case; or a name or SHA-256 of a certificate',
          },
        ],
      },
      aliases: { f: 'format', c: 'client' },
    },
    docs: {
      customUsage: ['<target|case> [--client <id>]', '<name|SHA-256>'],
      brief: 'Find the certificate that is missing, and what vouches for it',
      fullDescription: [
        'Looks for the root, cross-certificate or intermediate that would make clients accept: in the stores',
        'of this machine, in what root programmes publish (rootcause update fetches it), in what was sent.',
        'Every candidate is proved by judging every client again, and its authenticity weighed by a written',
        'rule: two root programmes that include it now, or a verified cross-certificate under one that they',
        'include. What is not authentic is refused, and its fingerprint is not shown.',
        '',
        'Examples:',
        '  rootcause find example.org',
        '  rootcause find case.json --client python-3.11',
        '  rootcause find "USERTrust RSA"',
        '  rootcause find e793c9b02fd8aa13e21c31228accb08119643b749c898964b1746d46c3d4cbd2',
        '',
        'Exit status: 0 found and authentic, or nothing is missing; 1 found, not authentic; 2 usage;',
        '3 could not observe; 4 nothing was found.',
      ].join('\n'),
    },
  })
