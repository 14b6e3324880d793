import { buildCommand } from '@stricli/core'
import type { Context } from './context.ts'
import { optionalSwitch, optionalText, text } from './flag-kinds.ts'
import { type CheckFlags, observeWhom, reportFormatBrief, reportFormats, verboseBrief } from './flags.ts'
import { oneOf } from './one-of.ts'
import { targetFlags } from './target-flags.ts'

/** `rootcause check`. */
export const checkCommand = () =>
  buildCommand<CheckFlags, [target?: string], Context>({
    loader: async () => (await import('./run-check.ts')).runCheck,
    parameters: {
      flags: {
        ...targetFlags,
        format: { kind: 'parsed', parse: oneOf(reportFormats), optional: true, placeholder: 'form', brief: reportFormatBrief },
        save: optionalText('file', 'Save everything seen as a case, which can be checked again anywhere'),
        cases: optionalText('file', 'Judge a batch (- is standard input): a line of JSON for each case and client'),
        observe: {
          kind: 'parsed',
          parse: oneOf(observeWhom),
          optional: true,
          placeholder: 'whom',
          brief: 'Clients of this machine to run as well: own (default), all, none',
        },
        noObserve: optionalSwitch('Run no client of this machine'),
        keepHost: optionalSwitch('Save a case although it tells the name of an internal server'),
        noRedact: optionalSwitch('Leave users and internal hosts readable in what is made to be shared'),
        verbose: optionalSwitch(verboseBrief),
      },
      positional: {
        kind: 'tuple',
        parameters: [
          {
            parse: text,
            placeholder: 'target',
            optional: true,
            brief: 'host, host:port, URL or address; or a file of certificates, a case, - (standard input)',
          },
        ],
      },
      aliases: { f: 'format', s: 'store', c: 'client', v: 'verbose' },
    },
    docs: {
      customUsage: ['<target> [flags]', '--cases <file> [--client id]...'],
      brief: 'Say which clients reject a server, because of which certificate, and what cures it',
      fullDescription: [
        'Captures the chain exactly as the server sends it, and says what each client makes of it.',
        '',
        'Examples:',
        '  rootcause check example.org',
        '  rootcause check example.org --client python-3.8 --store /etc/ssl/certs/ca-certificates.crt',
        '  rootcause check mail.example.org:587 --starttls smtp',
        '  rootcause check example.org --client schannel@windows-2020-05-30',
        '  rootcause check chain.pem --host example.org --at 2020-05-30T10:48:39Z',
        '  rootcause check example.org --save case.json && rootcause check case.json',
        '  rootcause check --cases cases.json --client openssl-verify-3.0 --client go-1.19',
        '',
        'Exit status: 0 every asked client accepts, 1 one rejects, or the server turns away whoever shows no',
        'certificate of its own, 2 usage, 3 could not observe, 4 none rejects but one is undetermined, 70 a',
        'bug of ours. Without --client the clients of this machine are asked, each on the store that it asks',
        'here; with --store alone a default set is. What is shown for comparison does not count. With --cases',
        'it is 0 where the batch could be read.',
      ].join('\n'),
    },
  })
