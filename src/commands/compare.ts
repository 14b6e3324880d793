import { buildCommand, numberParser } from '@stricli/core'
import { starttlsProtocols } from '../model/evidence.ts'
import type { CompareFlags } from './compare-flags.ts'
import type { Context } from './context.ts'
import { optionalText, text } from './flag-kinds.ts'
import { formatBrief, formats } from './flags.ts'
import { oneOf } from './one-of.ts'

/** `rootcause compare`. */
export const compareCommand = () =>
  buildCommand<CompareFlags, [target: string, other?: string], Context>({
    loader: async () => (await import('./run-compare.ts')).runCompare,
    parameters: {
      flags: {
        works: optionalText('client', 'Who accepts: a program, a client, or client@platform-date'),
        fails: optionalText('client', 'Who rejects'),
        worksStore: optionalText('name', 'Trust store of the one that accepts, instead of its own'),
        failsStore: optionalText('name', 'Trust store of the one that rejects, instead of its own'),
        client: optionalText('id', 'Of two cases: the client to compare; without it those that are in both'),
        at: optionalText('time', 'Judge both at this time: 2020-05-30T10:48:39Z, 2020-05-30, -3d, +1y'),
        host: optionalText('name', 'Check this name in the certificate instead of the target’s'),
        servername: optionalText('name', 'Name to send as SNI instead of the target’s'),
        connect: optionalText('ip', 'Connect to this address instead of the target’s'),
        allAddresses: { kind: 'boolean', optional: true, withNegated: false, brief: 'Ask every address of the name' },
        starttls: {
          kind: 'parsed',
          parse: oneOf(starttlsProtocols),
          optional: true,
          placeholder: 'protocol',
          brief: `Speak first: ${starttlsProtocols.join(', ')}`,
        },
        port: {
          kind: 'parsed',
          parse: numberParser,
          optional: true,
          placeholder: 'n',
          brief: 'Port, where the target names none',
        },
        timeout: {
          kind: 'parsed',
          parse: numberParser,
          optional: true,
          placeholder: 'seconds',
          brief: 'Longest wait for one answer; default 10',
        },
        noProxy: {
          kind: 'boolean',
          optional: true,
          withNegated: false,
          brief: 'Connect without the proxy that HTTPS_PROXY names',
        },
        format: { kind: 'parsed', parse: oneOf(formats), optional: true, placeholder: 'form', brief: formatBrief },
        noRedact: {
          kind: 'boolean',
          optional: true,
          withNegated: false,
          brief: 'Leave users and internal hosts readable in Markdown',
        },
      },
      positional: {
        kind: 'tuple',
        parameters: [
          { parse: text, placeholder: 'target', brief: 'host, host:port, URL or address; a file of certificates, or a case' },
          { parse: text, placeholder: 'case', optional: true, brief: 'A second case: the same target seen from another machine' },
        ],
      },
      aliases: { f: 'format', c: 'client' },
    },
    docs: {
      customUsage: ['<target> --works <client> --fails <client>', '<case-a.json> <case-b.json> [--client <id>]'],
      brief: 'Say why it works there and not here: the fact in which two clients or machines differ',
      fullDescription: [
        'Exchanges one input at a time between the one that accepts and the one that rejects (store, single',
        'roots, chain, name, clock, client and its settings), and tells the fewest that turn the verdict.',
        'A client asks the store that it asks on this machine, unless a platform or a store is named.',
        '',
        'Examples:',
        '  rootcause compare example.org --works python --fails pip',
        '  rootcause compare example.org --works curl --fails curl@debian-9',
        '  rootcause compare example.org --works python-3.11 --fails python-3.13 --fails-store certs.pem',
        '  rootcause compare laptop.json server.json --client python-3.8',
        '',
        'Exit status: 0 they do not differ, 1 they do, 2 usage, 3 could not observe, 4 not known.',
      ].join('\n'),
    },
  })
