import type { CaptureFailure, CaptureFailureCode } from '../../model/evidence.ts'

/** What happened, what it means, what to try. Only the headline has a slot, `{detail}`: data from the peer or the system. */
export interface CaptureWords {
  /** After the target's name: `api.example refused the connection`. */
  readonly headline: string
  readonly means: string
  readonly next: string
}

/** Why there is no chain, in words. */
export const captureWords: Readonly<Record<CaptureFailureCode, CaptureWords>> = {
  alert: {
    headline: 'refused the handshake[ with the alert {detail}]',
    means: 'The server speaks TLS and ended the handshake before it sent a certificate.',
    next: 'Try another hello: --hello tls1.2, --hello tls1.2-nosni.',
  },
  'not-tls': {
    headline: 'does not speak TLS on this port[ (what answers: {detail})]',
    means: 'What answered seems to speak another protocol.',
    next: 'Check the port. If the protocol starts in clear text, name it: --starttls smtp, imap, ldap and others.',
  },
  'name-not-resolved': {
    headline: 'has no address',
    means: 'The name could not be turned into an IP address. No server was asked.',
    next: 'Check the spelling, the DNS server, and whether a VPN or proxy is needed.',
  },
  refused: {
    headline: 'refused the connection',
    means: 'A machine answered, but nothing listens on this port, or a firewall says so. No certificate is involved yet.',
    next: 'Check the port and whether the server is running.',
  },
  unreachable: {
    headline: 'could not be reached',
    means: 'No way to the address was found. No certificate is involved yet.',
    next: 'Check the network, and whether a VPN or proxy is needed.',
  },
  timeout: {
    headline: 'did not answer in time',
    means: 'The server was silent or too slow. A firewall that drops packets looks the same.',
    next: 'Check the port, and whether a proxy is needed. If the server is only slow: --timeout 60.',
  },
  closed: {
    headline: 'closed the connection before it sent a certificate',
    means: 'Something hung up without a word: the server, or a firewall or proxy in between.',
    next: 'Try without a server name (--hello tls1.2-nosni) or with another (--servername), and from another network.',
  },
  'too-much-data': {
    headline: 'sent more than any handshake needs',
    means: 'The handshake was given up.',
    next: 'Check that this port is meant for TLS.',
  },
  malformed: {
    headline: 'sent a handshake that cannot be read',
    means: 'What came breaks the rules of TLS.',
    next: 'Check what stands between you and the server, and the server itself.',
  },
  unsupported: {
    headline: 'wants something that rootcause cannot do',
    means: 'The handshake could not go on from this side.',
    next: 'Save the chain with another tool and check the file.',
  },
  'starttls-refused': {
    headline: 'does not let TLS start',
    means: 'The server refused STARTTLS.',
    next: 'Check that STARTTLS is set up there, or use the port on which TLS starts at once.',
  },
  'proxy-refused': {
    headline: 'could not be reached through the proxy',
    means: 'The proxy refused. The server was not asked.',
    next: 'Check the proxy address and its password, and whether NO_PROXY should list the host.',
  },
}

/** What an alert means, and what to try; `headline` where it is no refusal. */
export interface AlertWords {
  readonly headline?: string
  readonly means: string
  readonly next: string
}

/** RFC 8446 §6: what a server means by an alert that it sends before any certificate is judged. By the alert's name. */
export const alertMeanings: Readonly<Record<string, AlertWords>> = {
  close_notify: {
    headline: 'closed the connection with the alert close_notify, without a certificate',
    means: 'It gave no reason.',
    next: "Try another hello: --hello tls1.2, --hello tls1.2-nosni, and look into the server's log.",
  },
  handshake_failure: {
    means: 'Client and server found no parameters that both accept: ciphers, curves, or the kind of certificate.',
    next: 'Try --hello tls1.2-rsa, --hello tls1.2-ecdsa, and --servername with the name of the site.',
  },
  protocol_version: {
    means: 'The server does not speak any of the TLS versions that were offered.',
    next: 'The server or the client is too old for the other; see which versions it speaks: --hello tls1.3 --hello tls1.2.',
  },
  insufficient_security: {
    means: 'The server wants stronger ciphers than were offered.',
    next: 'Update the client.',
  },
  unrecognized_name: {
    means: 'The server does not know this name.',
    next: 'Check the spelling of the host and that the server has a certificate for it.',
  },
  certificate_required: {
    means: 'The server wants a certificate from the client.',
    next: 'Give the client its certificate and key.',
  },
  unknown_ca: {
    means: "The server does not know the authority behind the client's certificate. Your own trust stores are not the cause.",
    next: "Check the client's certificate and what the server trusts.",
  },
  bad_certificate: {
    means: "The server rejects the client's certificate.",
    next: "Check the client's certificate, its dates and its chain.",
  },
  certificate_expired: {
    means: "The client's certificate has expired in the eyes of the server.",
    next: "Renew the client's certificate; check the server's clock.",
  },
  certificate_unknown: {
    means: "The server rejects the client's certificate without saying why.",
    next: "Look into the server's log.",
  },
  access_denied: {
    means: "The client's certificate is valid, but the server gives it no access.",
    next: "Look into the server's log.",
  },
  no_application_protocol: {
    means: 'The server speaks none of the application protocols that were offered (ALPN).',
    next: 'Try without ALPN.',
  },
  internal_error: {
    means: 'The server failed for a reason of its own.',
    next: "Look into the server's log; often its certificate or key could not be loaded.",
  },
}

/** Who said what ended it. A network says nothing: there, what was seen speaks for itself. */
export function saidBy({ code, by }: Pick<CaptureFailure, 'code' | 'by'>): string {
  if (by === 'network') return ''
  if (by === 'self') return 'said by rootcause'
  return code === 'proxy-refused' ? 'said by the proxy' : 'said by the server'
}

/** The words for why there is no chain. */
export const wordsOfCapture = (code: CaptureFailureCode): CaptureWords => captureWords[code]

/** What a server means by an alert of that name; `undefined`: nothing that is known. */
export const meaningOfAlert = (name: string): AlertWords | undefined =>
  Object.hasOwn(alertMeanings, name) ? alertMeanings[name] : undefined
