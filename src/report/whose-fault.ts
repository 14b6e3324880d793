import { complaintsOf } from './complaints.ts'
import { counting, isRefusal, type Seat } from './seats.ts'
import type { View } from './view.ts'

/** Whose fault a rejection is, in whole sentences without names; and what remains to be done where no cure was proved. */
export interface Blame {
  readonly whose: string
  /** What to do where the report offers no remedy; empty: it does, or there is nothing to do. */
  readonly otherwise: readonly string[]
}

const renew = 'Server: renew the certificate, and serve the new one with its intermediates.'
const unknownAuthority =
  'Find out whose authority it is before anything is installed: ask those who run the network and the server.'

const askOperator = 'Tell whoever runs the server, and show this message: the cure is theirs.'

/** Its own setting stops it before it connects. */
const endsFirst = ({ results }: Seat): boolean =>
  results.some(({ verdict }) => verdict.kind === 'rejected' && verdict.code === 'store-unusable')

/** By the remedies that were proved, and where there are none by the certificate that clients name. */
export function whoseFault({ report, seats, names }: View): Blame {
  const has = (code: string): boolean => report.findings.some((f) => f.code === code)
  const owners = new Set(report.remedies.map((r) => r.owner))
  if (has('RC716'))
    return {
      whose:
        'Somebody else seems to answer instead of the server: a captive portal, a router or a proxy; or the name leads to the wrong machine.',
      otherwise: [
        'Log in to the network, if it asks for that in a browser, or try another network.',
        'Check the name that was typed, and the address that it leads to.',
      ],
    }
  if (report.chains.length === 0)
    return {
      whose:
        'Not known: no certificate was seen, so that this is a matter of the network, of the address, or of what listens there.',
      otherwise: ['Check the name, the port and the network, and try again.'],
    }
  if (has('RC717'))
    return {
      whose: 'Nobody’s: the server lets in only clients that show a certificate of their own. No trust store has to do with it.',
      otherwise: [
        'Ask whoever runs the server for a client certificate and its key.',
        'Give both to the program: curl --cert and --key, git http.sslCert and http.sslKey, Python load_cert_chain; a browser asks for them.',
      ],
    }
  if (!counting(seats).some(isRefusal)) return { whose: '', otherwise: [] }
  if (counting(seats).filter(isRefusal).every(endsFirst))
    return {
      whose: 'That of a setting of the machine that connects: it leads to no list of roots, and the server is not even asked.',
      otherwise: ['Let the setting name a list that is there, or take it out.', 'rootcause doctor tells whom else it stops.'],
    }
  if (has('RC106'))
    return {
      whose: 'Probably that of the machine’s clock. Check the date first.',
      otherwise: ['Set the clock of the machine right.'],
    }
  const opened = report.findings.find((f) => f.code === 'RC711' && f.params['kind']?.startsWith('named') === true)
  if (opened !== undefined)
    return {
      whose: `The server needs no change: TLS is opened on its way, as ${opened.params['product'] ?? 'a proxy'} does it. Those fail that do not trust the authority of whoever opens it.`,
      otherwise: ['Ask those who run the network whether they open TLS, and which root is theirs.'],
    }
  if (owners.has('server-operator'))
    return {
      whose: `The server’s: whoever runs it can cure it for everybody.${owners.size > 1 ? ' Until then a client can help itself.' : ''}`,
      otherwise: [],
    }
  if (owners.has('runtime') || owners.has('project'))
    return { whose: 'The program’s, or that of the runtime that it uses: the server needs no change.', otherwise: [] }
  if (owners.size > 0)
    return { whose: 'That of the trust store of the machine that connects: the server needs no change.', otherwise: [] }
  if (has('RC101'))
    return {
      whose: 'The server’s: its certificate has ended and must be renewed, whatever else is wrong.',
      otherwise: [renew, ...(has('RC401') || has('RC201') ? [unknownAuthority] : []), askOperator],
    }
  if (has('RC301') || has('RC303'))
    return {
      whose: 'The server’s, or that of the address: its certificate is for other names than the one that was asked for.',
      otherwise: [
        'Check the name that was typed: one of the names in the certificate may be meant.',
        'Server: get a certificate that has this name.',
        askOperator,
      ],
    }
  if (report.withheld !== undefined)
    return {
      whose:
        'Open: the chain ends at an authority that these stores do not know, and the evidence refuses the root that would cure it. It may be private, or somebody in between reads along.',
      otherwise: [unknownAuthority],
    }
  if (has('RC206'))
    return {
      whose:
        'Open: the certificate is signed by itself, so that nobody vouches for it. A device or a test server does so; so does whoever answers in the place of another.',
      otherwise: [
        'Ask whoever runs the server, by another way, for the SHA-256 of its certificate, and compare all of it.',
        'Server: a certificate of an authority that clients know needs no change on their side.',
      ],
    }
  if (has('RC401'))
    return {
      whose:
        'Open: the chain ends at an authority that these stores do not know. It may be private, a proxy that reads the traffic, or a store that is too old.',
      otherwise: [unknownAuthority],
    }
  const missing = report.findings.find((f) => f.code === 'RC201')
  if (missing !== undefined && missing.params['known'] !== 'held')
    return {
      whose:
        'Probably the server’s: the issuer of its certificate was neither sent nor is it in these stores. It is an intermediate that the server leaves out, or the root of a private authority.',
      otherwise: [
        'Server: if the issuer is an intermediate, send it as well. The authority publishes it; most call the file a chain or a bundle.',
        'If it is the root of a private authority, ask those who run the network for it: nobody else can vouch for it.',
        askOperator,
      ],
    }
  if (missing !== undefined)
    return {
      whose: 'The server’s: it does not send an intermediate certificate that clients need.',
      otherwise: [
        'Server: send the missing intermediate as well. The authority publishes it; most call the file a chain or a bundle.',
        askOperator,
      ],
    }
  const [first] = complaintsOf(seats)
  const certificate = first?.certificate ?? null
  if (certificate !== null && report.chains.some((c) => c.certificates.includes(certificate)))
    return {
      whose: `The server’s: it sends ${names.role(certificate) === 'target' ? 'a certificate' : 'a chain'} that cannot be accepted.`,
      otherwise: [askOperator],
    }
  return { whose: 'Not known from this report.', otherwise: ['Run the check with --verbose, and read what each client says.'] }
}
