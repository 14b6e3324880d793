import { buildCommand } from '@stricli/core'
import type { Context } from './context.ts'
import { oneOf } from './one-of.ts'
import type { ExplainFlags } from './run-explain.ts'

const text = (value: string): string => value

const explainFormats = ['text', 'json'] as const

/** `rootcause explain`. */
export const explainCommand = () =>
  buildCommand<ExplainFlags, [text?: string], Context>({
    loader: async () => (await import('./run-explain.ts')).runExplain,
    parameters: {
      flags: {
        file: { kind: 'parsed', parse: text, optional: true, placeholder: 'file', brief: 'Read the text from this file' },
        format: {
          kind: 'parsed',
          parse: oneOf(explainFormats),
          optional: true,
          placeholder: 'form',
          brief: `How to write the explanation: ${explainFormats.join(', ')}; default text`,
        },
        batch: {
          kind: 'parsed',
          parse: text,
          optional: true,
          placeholder: 'file',
          brief: 'Explain a JSON array of {"id", "text"} (- is standard input): a line of JSON each',
        },
        check: {
          kind: 'boolean',
          optional: true,
          withNegated: false,
          brief: 'Offer to check the host that the text names; asks first',
        },
      },
      positional: {
        kind: 'tuple',
        parameters: [
          { parse: text, placeholder: 'text', optional: true, brief: 'The error text; - or nothing reads standard input' },
        ],
      },
      aliases: { f: 'format' },
    },
    docs: {
      customUsage: ['[<text>] [flags]', '--batch <file>'],
      brief: 'Say what an error text means: who refused, and the possible causes in order',
      fullDescription: [
        'Contacts nobody. A text that is not known is never guessed at.',
        '',
        'Examples:',
        "  rootcause explain 'curl: (60) SSL certificate problem: certificate has expired'",
        '  npm install 2>&1 | rootcause explain',
        '  rootcause explain --file build.log --format json',
        '  rootcause explain --file build.log --check',
        '',
        'Exit status: 0 recognised, 1 not, 2 usage. A batch that could be read ends with 0.',
      ].join('\n'),
    },
  })
