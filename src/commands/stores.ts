import { buildCommand, buildRouteMap } from '@stricli/core'
import type { Context } from './context.ts'
import type { StoresFlags } from './flags.ts'
import { type JsonFlags, jsonFlags } from './json-flags.ts'

const text = (value: string): string => value

const list = () =>
  buildCommand<StoresFlags, [], Context>({
    loader: async () => (await import('./run-machine.ts')).runStores,
    parameters: {
      flags: {
        ...jsonFlags(),
        save: {
          kind: 'parsed',
          parse: text,
          optional: true,
          placeholder: 'file',
          brief: 'Save what each store holds, to compare with later: rootcause stores diff <file>',
        },
      },
      positional: { kind: 'tuple', parameters: [] },
    },
    docs: {
      customUsage: ['[--format json] [--save <file>]'],
      brief: 'List the trust stores of this machine, what they hold and who asks them',
      fullDescription: [
        'Reads every trust store that is found; changes nothing, and contacts nobody.',
        '',
        'Examples:',
        '  rootcause stores',
        '  rootcause stores --save before.json',
        '  rootcause stores diff before.json',
        '  rootcause stores diff system node',
      ].join('\n'),
    },
  })

const diff = () =>
  buildCommand<JsonFlags, [a: string, b?: string], Context>({
    loader: async () => (await import('./run-stores-diff.ts')).runStoresDiff,
    parameters: {
      flags: jsonFlags(),
      positional: {
        kind: 'tuple',
        parameters: [
          {
            parse: text,
            placeholder: 'store',
            brief: 'A store: system, node, a path, a platform (debian-12); or a file of stores --save',
          },
          {
            parse: text,
            placeholder: 'other',
            optional: true,
            brief: 'The store to compare it with; without it saved stores are compared with now',
          },
        ],
      },
    },
    docs: {
      customUsage: ['<store> [<other>] [--format json]'],
      brief: 'Compare two trust stores, or a store with what a platform trusted at a time',
      fullDescription: [
        'Examples:',
        '  rootcause stores diff system node',
        '  rootcause stores diff /etc/ssl/certs/ca-certificates.crt debian-12',
        '  rootcause stores diff system windows-2020-05-30',
      ].join('\n'),
    },
  })

/** `rootcause stores`. */
export const storesCommand = () =>
  buildRouteMap({
    routes: { list: list(), diff: diff() },
    defaultCommand: 'list',
    docs: {
      brief: 'List the trust stores of this machine, or compare two',
      fullDescription: [
        'Reads every trust store that is found; changes nothing, and contacts nobody.',
        '',
        'Examples:',
        '  rootcause stores',
        '  rootcause stores diff system mozilla',
        '  rootcause stores diff /etc/ssl/certs/ca-certificates.crt windows-2020-05-30',
      ].join('\n'),
    },
  })
