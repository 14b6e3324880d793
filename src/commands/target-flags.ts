import { numberParser } from '@stricli/core'
import { starttlsProtocols, type StarttlsProtocol } from '../model/evidence.ts'
import { type HelloClass, helloClasses } from '../model/hello.ts'
import { optionalSwitch, optionalText, several } from './flag-kinds.ts'
import { oneOf } from './one-of.ts'

/** How a target is reached, and what is asked about it: what `check`, `find` and `fix` have in common, so that one asks what the other did. */
export interface TargetFlags {
  readonly client?: readonly string[]
  readonly store?: readonly string[]
  readonly at?: string
  readonly host?: string
  readonly hello?: readonly HelloClass[]
  readonly servername?: string
  readonly connect?: string
  readonly allAddresses?: boolean
  readonly repeat?: number
  readonly starttls?: StarttlsProtocol
  readonly port?: number
  readonly timeout?: number
  readonly offline?: boolean
  readonly noProxy?: boolean
  readonly aia?: boolean
  readonly aiaPrivate?: boolean
  readonly clock?: boolean
}

/** Classes that can be sent; `any` is what a file has. */
const sendable = helloClasses.filter((hello) => hello !== 'any')

const optionalNumber = (placeholder: string, brief: string) =>
  ({ kind: 'parsed', parse: numberParser, optional: true, placeholder, brief }) as const

/** The flags of `TargetFlags`, as the command line takes them. */
export const targetFlags = {
  client: several('id', 'Ask curl or pip (as here), curl-8.5, curl@debian-12; rootcause clients lists'),
  store: several('name', 'Trust store: system, node, or a bundle or directory (repeat for more)'),
  at: optionalText('time', 'Judge at this time: 2020-05-30T10:48:39Z, 2020-05-30, -3d, +1y'),
  host: optionalText('name', 'Check this name in the certificate instead of the target’s'),
  hello: {
    kind: 'parsed',
    parse: oneOf(sendable),
    optional: true,
    variadic: true,
    placeholder: 'class',
    brief: 'Hello to send: tls1.3 or tls1.2, with -rsa, -ecdsa or -nosni behind it',
  },
  servername: optionalText('name', 'Name to send as SNI instead of the target’s'),
  connect: optionalText('ip', 'Connect to this address instead of the target’s'),
  allAddresses: optionalSwitch('Ask every address of the name, and compare'),
  repeat: optionalNumber('n', 'Ask this often: backends behind one address may differ'),
  starttls: {
    kind: 'parsed',
    parse: oneOf(starttlsProtocols),
    optional: true,
    placeholder: 'protocol',
    brief: `Speak first: ${starttlsProtocols.join(', ')}`,
  },
  port: optionalNumber('n', 'Port, where the target names none'),
  timeout: optionalNumber('seconds', 'Longest wait for one answer; default 10, and 7 of silence'),
  offline: optionalSwitch('Contact nobody but the target'),
  noProxy: optionalSwitch('Connect without the proxy that HTTPS_PROXY names'),
  aia: optionalSwitch('Fetch missing intermediates where certificates say they are, as browsers do'),
  aiaPrivate: optionalSwitch('The same, from addresses of private networks and of this machine too'),
  clock: optionalSwitch('Ask independent servers for the time, and judge at the true time as well'),
} as const
