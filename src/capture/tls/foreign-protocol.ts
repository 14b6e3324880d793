/** Octets kept of a peer that does not speak TLS; enough for a greeting line. */
export const foreignOctets = 256

interface Signature {
  readonly name: string
  readonly matches: (text: string, bytes: Buffer) => boolean
}

const begins = (name: string, ...starts: readonly string[]): Signature => ({
  name,
  matches: (text) => starts.some((start) => text.startsWith(start)),
})

/** What each protocol's server says first, or says when it is sent a ClientHello. In order: the first that matches is told. */
const signatures: readonly Signature[] = [
  begins('HTTP', 'HTTP/', '<!DOCTYPE', '<!doctype', '<html', '<HTML'), // RFC 9112 §4; HTTP/0.9 has a bare body
  begins('SSH', 'SSH-'), // RFC 4253 §4.2
  begins('RTSP', 'RTSP/'),
  begins('SIP', 'SIP/'),
  begins('VNC', 'RFB '), // RFC 6143 §7.1.1
  begins('AMQP', 'AMQP'),
  begins('XMPP', '<?xml', '<stream'),
  begins('IMAP', '* OK', '* PREAUTH', '* BYE', '* BAD'), // RFC 9051 §7.1
  begins('POP3', '+OK'), // RFC 1939 §4
  begins('Redis', '-ERR', '-DENIED', '-NOAUTH'),
  begins('ManageSieve', '"IMPLEMENTATION"'),
  // RFC 5321 §4.2 and RFC 959 §4.2 share their codes: the greeting's words decide, and only once its line is whole.
  {
    name: 'SMTP',
    matches: (text) => /^(?:220|421|554)[ -][^\n]*(?:E?SMTP|LMTP|postfix|exim|sendmail)[^\n]*\n/i.test(text),
  },
  { name: 'FTP', matches: (text) => /^(?:120|220|421|530)[ -][^\n]*(?:ftp|filezilla)[^\n]*\n/i.test(text) },
  { name: 'NNTP', matches: (text) => /^20[01] [^\n]*\n/.test(text) }, // RFC 3977 §5.1
  { name: 'SMTP or FTP', matches: (text) => /^(?:120|220|421|500|502|530|554)[ -][^\n]*\n/.test(text) },
  // Protocol::HandshakeV10 or ERR_Packet behind a packet header whose sequence number is 0.
  {
    name: 'MySQL',
    matches: (_, bytes) => bytes.length > 4 && bytes[2] === 0 && bytes[3] === 0 && (bytes[4] === 0x0a || bytes[4] === 0xff),
  },
  // ErrorResponse: 'E', length, then the severity field; the older protocol has bare text.
  { name: 'PostgreSQL', matches: (text) => /^E(?:[^]{4}S(?:FATAL|ERROR)|FATAL|ERROR)/.test(text) },
  { name: 'RDP', matches: (_, bytes) => bytes.length > 4 && bytes[0] === 3 && bytes[1] === 0 && bytes[2] === 0 }, // TPKT, RFC 2126 §4
  {
    name: 'LDAP',
    matches: (_, bytes) => bytes.length > 4 && bytes[0] === 0x30 && bytes.subarray(2, 9).includes(Buffer.from([2, 1])),
  },
  {
    name: 'HTTP/2',
    matches: (_, bytes) => bytes.length > 8 && bytes.readUIntBE(0, 3) < 256 && bytes[3] === 4 && bytes.readUIntBE(4, 5) === 0,
  },
  { name: 'Telnet', matches: (_, bytes) => bytes.length > 1 && bytes[0] === 0xff && (bytes[1] ?? 0) >= 0xfb }, // RFC 854: IAC WILL/WONT/DO/DONT
  { name: 'SSL 2.0', matches: (_, bytes) => bytes.length > 2 && ((bytes[0] ?? 0) & 0x80) !== 0 && bytes[2] === 4 },
]

/** The protocol that these first octets belong to; `null` when none is known, or more octets might tell. */
export function foreignProtocol(bytes: Buffer): string | null {
  const text = bytes.toString('latin1')
  return signatures.find((signature) => signature.matches(text, bytes))?.name ?? null
}

/** `unknown`, with the first line if it can be printed, or with the first octets in hexadecimal. Data from the peer. */
export function describeUnknown(bytes: Buffer): string {
  const line = /^[\x20-\x7e]+/.exec(bytes.toString('latin1', 0, 64))?.[0] ?? ''
  return line.length >= 3 || line.length === bytes.length
    ? `unknown: ${line}`
    : `unknown: 0x${bytes.subarray(0, 16).toString('hex')}`
}
