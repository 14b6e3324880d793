import { complaintsOf } from './complaints.ts'
import { counting, isRefusal } from './seats.ts'
import type { View } from './view.ts'

/** Whose fault a rejection is, in whole sentences without names; and what remains to be done where no cure was proved. */
export interface Blame {
  readonly whose: string
  /** What to do where the report offers no remedy; empty: it does, or there is nothing to do. */
  readonly otherwise: readonly string[]
}

const askOperator = 'Tell whoever runs the server, and show this message: the cure is theirs.'

/** By the remedies that were proved, and where there are none by the certificate that clients name. */
export function whoseFault({ report, seats, names }: View): Blame {
  const has = (code: string): boolean => report.findings.some((f) => f.code === code)
  const owners = new Set(report.remedies.map((r) => r.owner))
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
  if (has('RC106'))
    return {
      whose: 'Probably that of the machine’s clock. Check the date first.',
      otherwise: ['Set the clock of the machine right.'],
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
  if (has('RC401') || has('RC206'))
    return {
      whose:
        'Open: the chain ends at an authority that these stores do not know. It may be private, a proxy that reads the traffic, or a store that is too old.',
      otherwise: ['Find out whose authority it is before anything is installed: ask those who run the network and the server.'],
    }
  if (has('RC201'))
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
