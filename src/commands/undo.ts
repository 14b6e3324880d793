import { buildCommand } from '@stricli/core'
import type { Context } from './context.ts'
import { optionalSwitch } from './flag-kinds.ts'
import type { UndoFlags } from './fix-flags.ts'

/** `rootcause undo`. */
export const undoCommand = () =>
  buildCommand<UndoFlags, [id?: string], Context>({
    loader: async () => (await import('./run-undo.ts')).runUndo,
    parameters: {
      flags: {
        yes: optionalSwitch('Do not ask'),
        keep: {
          kind: 'parsed',
          parse: (path: string) => path,
          optional: true,
          variadic: true,
          placeholder: 'path',
          brief: 'A file that somebody changed since stays as it is now; may be repeated',
        },
      },
      positional: {
        kind: 'tuple',
        parameters: [
          {
            parse: (id: string) => id,
            placeholder: 'id',
            optional: true,
            brief: 'Which change; default: the last one that stands',
          },
        ],
      },
    },
    docs: {
      customUsage: ['[id] [--yes]', '<id> --keep <path>'],
      brief: 'Take back what fix did: files to the byte, stores by making them anew',
      fullDescription: [
        'Takes back one change of rootcause fix: files that it wrote come back to the byte, mode and owner,',
        'stores that a tool makes lose what was put in and are made anew. A file that somebody else changed',
        'since is left alone, and shown; what another change still needs stays, and goes with that. It may be',
        'broken off anywhere and run again.',
        '',
        'Examples:',
        '  rootcause undo',
        '  rootcause undo 2026-11-22-1',
        '',
        'Exit status: 0 taken back, 1 something is left, 2 usage.',
      ].join('\n'),
    },
  })
