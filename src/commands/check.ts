import { buildCommand, numberParser } from '@stricli/core'
import { starttlsProtocols } from '../model/evidence.ts'
import { helloClasses } from '../model/hello.ts'
import type { Context } from './context.ts'
import { type CheckFlags, observeWhom, reportFormatBrief, reportFormats, verboseBrief } from './flags.ts'
import { oneOf } from './one-of.ts'

const text = (value: string): string => value

/** Classes that can be sent; `any` is what a file has. */
const sendable = helloClasses.filter((hello) => hello !== 'any')

/** `rootcause check`. */
export const check = buildCommand<CheckFlags, [target?: string], Context>({
  loader: async () => (await import('./run-check.ts')).runCheck,
  parameters: {
    flags: {
      at: {
        kind: 'parsed',
        parse: text,
        optional: true,
        placeholder: 'time',
        brief: 'Judge at this time: 2020-05-30T10:48:39Z, 2020-05-30, -3d, +1y',
      },
      client: {
        kind: 'parsed',
        parse: text,
        optional: true,
        variadic: true,
        placeholder: 'id',
        brief: 'Ask this client, or client@platform-date; rootcause clients lists them',
      },
      store: {
        kind: 'parsed',
        parse: text,
        optional: true,
        variadic: true,
        placeholder: 'name',
        brief: 'Trust store: system, node, or a bundle or directory (repeat for more)',
      },
      host: {
        kind: 'parsed',
        parse: text,
        optional: true,
        placeholder: 'name',
        brief: 'Check this name in the certificate instead of the target’s',
      },
      format: { kind: 'parsed', parse: oneOf(reportFormats), optional: true, placeholder: 'form', brief: reportFormatBrief },
      save: {
        kind: 'parsed',
        parse: text,
        optional: true,
        placeholder: 'file',
        brief: 'Save everything seen as a case, which can be checked again anywhere',
      },
      cases: {
        kind: 'parsed',
        parse: text,
        optional: true,
        placeholder: 'file',
        brief: 'Judge a batch (- is standard input): a line of JSON for each case and client',
      },
      hello: {
        kind: 'parsed',
        parse: oneOf(sendable),
        optional: true,
        variadic: true,
        placeholder: 'class',
        brief: 'Hello to send: tls1.3 or tls1.2, with -rsa, -ecdsa or -nosni behind it',
      },
      servername: {
        kind: 'parsed',
        parse: text,
        optional: true,
        placeholder: 'name',
        brief: 'Name to send as SNI instead of the target’s',
      },
      connect: {
        kind: 'parsed',
        parse: text,
        optional: true,
        placeholder: 'ip',
        brief: 'Connect to this address instead of the target’s',
      },
      allAddresses: { kind: 'boolean', optional: true, withNegated: false, brief: 'Ask every address of the name, and compare' },
      repeat: {
        kind: 'parsed',
        parse: numberParser,
        optional: true,
        placeholder: 'n',
        brief: 'Ask this often: backends behind one address may differ',
      },
      starttls: {
        kind: 'parsed',
        parse: oneOf(starttlsProtocols),
        optional: true,
        placeholder: 'protocol',
        brief: `Speak first: ${starttlsProtocols.join(', ')}`,
      },
      port: { kind: 'parsed', parse: numberParser, optional: true, placeholder: 'n', brief: 'Port, where the target names none' },
      timeout: {
        kind: 'parsed',
        parse: numberParser,
        optional: true,
        placeholder: 'seconds',
        brief: 'Longest wait for one answer; default 10',
      },
      offline: { kind: 'boolean', optional: true, withNegated: false, brief: 'Contact nobody but the target' },
      noProxy: {
        kind: 'boolean',
        optional: true,
        withNegated: false,
        brief: 'Connect without the proxy that HTTPS_PROXY names',
      },
      aia: {
        kind: 'boolean',
        optional: true,
        withNegated: false,
        brief: 'Fetch missing intermediates where certificates say they are, as browsers do',
      },
      aiaPrivate: {
        kind: 'boolean',
        optional: true,
        withNegated: false,
        brief: 'The same, from addresses of private networks and of this machine too',
      },
      clock: {
        kind: 'boolean',
        optional: true,
        withNegated: false,
        brief: 'Ask independent servers for the time, and judge at the true time as well',
      },
      observe: {
        kind: 'parsed',
        parse: oneOf(observeWhom),
        optional: true,
        placeholder: 'whom',
        brief: 'Clients of this machine to run as well: own (default), all, none',
      },
      noObserve: { kind: 'boolean', optional: true, withNegated: false, brief: 'Run no client of this machine' },
      noRedact: {
        kind: 'boolean',
        optional: true,
        withNegated: false,
        brief: 'Leave users and internal hosts readable in what is made to be shared',
      },
      verbose: { kind: 'boolean', optional: true, withNegated: false, brief: verboseBrief },
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
      'Exit status: 0 every asked client accepts, 1 one rejects, 2 usage, 3 could not observe,',
      '4 none rejects but one is undetermined, 70 a bug of ours. Without --client the current',
      'releases of the default set count as asked, the historic ones do not.',
    ].join('\n'),
  },
})
