import { buildCommand } from '@stricli/core'
import type { Context } from './context.ts'
import { optionalSwitch, optionalText, text } from './flag-kinds.ts'
import { jsonFlags } from './json-flags.ts'
import type { UpdateFlags } from './run-update.ts'

/** `rootcause update`. */
export const updateCommand = () =>
  buildCommand<UpdateFlags, [], Context>({
    loader: async () => (await import('./run-update.ts')).runUpdate,
    parameters: {
      flags: {
        list: optionalSwitch('List the publications and what is kept of them; contact nobody'),
        only: {
          kind: 'parsed',
          parse: text,
          optional: true,
          variadic: true,
          placeholder: 'id',
          brief: 'This publication alone; may be repeated',
        },
        save: optionalText('file', 'Write what is kept to one file, for a machine without a network'),
        from: optionalText('file', 'Take publications from a file of --save, or one as published; contact nobody'),
        sha256: optionalText('hex', 'The SHA-256 of that file, as whoever made it tells it'),
        ...jsonFlags(),
      },
      positional: { kind: 'tuple', parameters: [] },
      aliases: {},
    },
    docs: {
      customUsage: ['[--only <id>] [--save <file>] [--format json]', '--from <file> [--sha256 <hex>]', '--list'],
      brief: 'Fetch what root programmes publish, for find and fix',
      fullDescription: [
        'Fetches the lists of Mozilla, Microsoft, Google and CCADB, and keeps them in the cache folder of the',
        'user. Every server is verified against authorities that this program knows by itself, whatever the',
        'stores, variables and proxies of this machine say; lists that carry a signature are verified by it.',
        'What is older than what was had before is refused. HTTPS_PROXY is used; a proxy that signs anew is',
        'told as such, and nothing is taken from it.',
        '',
        'From a file: what carries a signature is believed for it; the rest only with the SHA-256 of the',
        'file, which update --save printed where it was made. Have it by another way than the file.',
        '',
        'Examples:',
        '  rootcause update',
        '  rootcause update --list',
        '  rootcause update --save published.tar.gz',
        '  rootcause update --from published.tar.gz --sha256 0123...',
        '  rootcause update --from authroot.stl',
        '',
        'Exit status: 0 all were had; 1 some were not; 2 usage; 3 none was.',
      ].join('\n'),
    },
  })
