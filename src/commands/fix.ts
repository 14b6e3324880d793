import { buildCommand } from '@stricli/core'
import { scopes } from '../model/plan.ts'
import type { Context } from './context.ts'
import { optionalSwitch, optionalText, several, text } from './flag-kinds.ts'
import { scriptForms } from '../cures/scripts/script-form.ts'
import type { FixFlags } from './fix-flags.ts'
import { formatBrief, formats } from './flags.ts'
import { oneOf } from './one-of.ts'
import { targetFlags } from './target-flags.ts'

/** `rootcause fix`. */
export const fixCommand = () =>
  buildCommand<FixFlags, [target?: string], Context>({
    loader: async () => (await import('./run-fix.ts')).runFix,
    parameters: {
      flags: {
        ...targetFlags,
        wheel: optionalText('file', 'A newer certifi for the Python environment that lacks the root: its wheel'),
        root: several('file', 'A file that may hold the missing root; that it is there vouches for nothing'),
        locate: optionalSwitch('Ask crt.sh and Microsoft for public certificates that nothing here holds'),
        apply: optionalSwitch('Carry the plan out, after asking once'),
        yes: optionalSwitch('Do not ask'),
        with: optionalText('way', 'Take this way of those that the plan names'),
        scope: {
          kind: 'parsed',
          parse: oneOf(scopes),
          optional: true,
          placeholder: 'scope',
          brief: `Reach no further than this: ${scopes.join(', ')}`,
        },
        as: {
          kind: 'parsed',
          parse: oneOf(scriptForms),
          optional: true,
          placeholder: 'form',
          brief: `Write the plan for another machine: ${scriptForms.join(', ')}`,
        },
        chain: optionalText('file', 'Write the chain that the server should send to this file'),
        sha256: optionalText('hex', 'SHA-256 of the root, if you have it from elsewhere: it is taken at that'),
        format: { kind: 'parsed', parse: oneOf(formats), optional: true, placeholder: 'form', brief: formatBrief },
      },
      positional: {
        kind: 'tuple',
        parameters: [
          { parse: text, placeholder: 'target', optional: true, brief: 'host, host:port, URL or address; a file, or a case' },
        ],
      },
      aliases: { f: 'format', c: 'client' },
    },
    docs: {
      customUsage: ['<target> [--client <id>]', '<target> --apply', '<target> --as sh|powershell|dockerfile|ansible'],
      brief: 'Plan the cure, and with --apply carry it out; rootcause undo takes it back',
      fullDescription: [
        'Prints a plan: what is changed, in which order, why; whom it cures, proved by judging every client',
        'again, and what else it changes. Who is nearer to the cause comes first: the server, the update of',
        'the system, that of the program. A root is added only where the evidence says that it is authentic.',
        'Where no root cures it (a name, a date, the clock), it says who can do what. Nothing is changed',
        'without --apply: then each step is written down before it is taken, the real client is asked',
        'afterwards, and all is taken back where that did not cure, and where it is stopped (Ctrl-C, a',
        'connection that drops).',
        '',
        'Examples:',
        '  rootcause fix example.org',
        '  rootcause fix example.org --client python-3.11 --scope user --apply',
        '  rootcause fix case.json --as dockerfile',
        '',
        'Exit status: 0 nothing is to be done, or done; 1 there is a plan, or it did not cure and was taken',
        'back; 2 usage; 3 could not observe; 4 nothing that was found cures it.',
      ].join('\n'),
    },
  })
