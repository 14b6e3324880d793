import { buildCommand } from '@stricli/core'
import { collectorLanguages } from '../collect/language.ts'
import type { Context } from './context.ts'
import { oneOf } from './one-of.ts'
import type { CollectFlags } from './run-collect.ts'

/** `rootcause collect`. */
export const collectCommand = () =>
  buildCommand<CollectFlags, [], Context>({
    loader: async () => (await import('./run-collect.ts')).runCollect,
    parameters: {
      flags: {
        as: {
          kind: 'parsed',
          parse: oneOf(collectorLanguages),
          placeholder: 'language',
          brief: `Language of the script: ${collectorLanguages.join(', ')}`,
        },
      },
    },
    docs: {
      brief: 'Print a script that writes a case on a machine without Node, for check to judge',
      fullDescription: [
        'The script needs nothing but the runtime’s own library, changes nothing and contacts the',
        'target alone. What it reads stands at its head: look before you run it. Run inside the failing',
        'runtime, it writes a case with the chain as that runtime can see it, its trust stores, its',
        'settings and its own words.',
        '',
        'Examples:',
        '  rootcause collect --as python > collect.py',
        '  docker exec -i container python3 - example.org < collect.py > case.json',
        '  rootcause collect --as sh | ssh host sh -s -- example.org:8443 > case.json',
        '  powershell -ExecutionPolicy Bypass -File collect.ps1 example.org > case.json',
        '  rootcause check case.json',
        '',
        'Each takes host[:port], and behind it the address to connect to if it is not that of the name.',
      ].join('\n'),
    },
  })
