import type { CaptureFailure, TlsFacts } from '../../model/evidence.ts'
import type { HelloClass } from '../../model/hello.ts'
import { alertName } from './alert.ts'
import { ByteReader, MalformedMessage } from './byte-reader.ts'
import { type CertificateMessage, readCertificateMessage } from './certificate-message.ts'
import { readCertificateStatus } from './certificate-status.ts'
import { cipherSuiteName, tls13Suites } from './cipher-suite.ts'
import { clientHelloRecord, offersTls13 } from './client-hello.ts'
import { describeUnknown, foreignOctets, foreignProtocol } from './foreign-protocol.ts'
import { FrameReader } from './frame-reader.ts'
import { GrowingBuffer } from './growing-buffer.ts'
import { isSupportedGroup, type KeyExchange, sharedKeyExchange } from './key-exchange.ts'
import { groupName } from './named-group.ts'
import { randomOctets } from './random-octets.ts'
import { contentType, handshakeLength, maxCertificates, maxHandshakeOctets, recordHeaderOctets, recordLength } from './record.ts'
import type { RecordDecryptor } from './record-decryptor.ts'
import { readAlpn, readExtensions, readServerHello, type ServerHello } from './server-hello.ts'
import { Tls13Handshake } from './tls13-handshake.ts'

/** What a prober is to ask. */
export interface ProberOptions {
  readonly hello: HelloClass
  /** A-labels without a trailing dot; `null` where there is no name to send, as for an IP address (RFC 6066 §3). */
  readonly servername: string | null
  /** Whether ALPN offers h2 and http/1.1. */
  readonly alpn: boolean
  /** Fixed values, so that a handshake can be replayed. */
  readonly fixed?: { readonly random: Uint8Array; readonly sessionId: Uint8Array; readonly keys: KeyExchange }
}

/** What came of a hello. A failure `unsupported` means that the peer wants what the prober lacks: another TLS implementation may go on. */
export type ProbeOutcome =
  | { readonly kind: 'chain'; readonly chain: readonly Uint8Array[]; readonly tls: TlsFacts }
  | { readonly kind: 'failed'; readonly failure: CaptureFailure }

/** Ours too: everything that comes, so that empty records and padding end as well. */
const maxWireOctets = 1 << 21
const maxWarnings = 32
/** RFC 8446 §5.1: messages do not span a change of keys. */
const afterServerHello = 'handshake octets behind ServerHello in its record'

const messageType = {
  helloRequest: 0,
  clientHello: 1,
  serverHello: 2,
  encryptedExtensions: 8,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  certificateStatus: 22,
  compressedCertificate: 25,
} as const

const versionNames: Readonly<Record<number, string>> = {
  0x0300: 'ssl 3.0',
  0x0301: '1.0',
  0x0302: '1.1',
  0x0303: '1.2',
  0x0304: '1.3',
}

/** RFC 8446 §6.1: the two alerts that only close. All others are errors in TLS 1.3, whatever their level. */
const closureAlerts = new Set([0, 90])

/**
 * The client side of a TLS handshake up to the server's Certificate message, without I/O: octets in, octets out.
 *
 * It authenticates nothing and finishes nothing. In TLS 1.2 and before it reads on to the end of the server's flight, for the
 * stapled response and the request of a client certificate; if that end does not come, the chain counts all the same
 * (`hasEnough`). Nothing that is fed to it makes it throw.
 */
export class Prober {
  readonly #options: ProberOptions
  readonly #random: Uint8Array
  readonly #sessionId: Uint8Array
  readonly #tls13: Tls13Handshake
  readonly #records = new FrameReader(recordLength)
  readonly #messages = new FrameReader(handshakeLength)
  /** A whole record has come. */
  #isTls = false
  /** What came first is no record. */
  #foreign = false
  /** What came before either was certain. */
  readonly #head = new GrowingBuffer()
  #wireOctets = 0
  #handshakeOctets = 0
  /** The hello that was sent last, without record header. */
  #hello: Buffer = Buffer.alloc(0)
  #serverHello: ServerHello | null = null
  #decryptor: RecordDecryptor | null = null
  /** Within the record that brought the ServerHello of TLS 1.3. */
  #keysChanged = false
  #certificate: CertificateMessage | null = null
  #ocsp: Buffer | null = null
  #alpn: string | null = null
  #clientCertificateRequested = false
  readonly #warnings: string[] = []
  #reply: Buffer | null = null
  #outcome: ProbeOutcome | null = null

  constructor(options: ProberOptions) {
    this.#options = options
    this.#random = options.fixed?.random ?? randomOctets(32)
    this.#sessionId = options.fixed?.sessionId ?? randomOctets(32)
    this.#tls13 = new Tls13Handshake(options.fixed?.keys ?? sharedKeyExchange)
  }

  /** `null` until it is settled. */
  get outcome(): ProbeOutcome | null {
    return this.#outcome
  }

  /** What was wanted is there, and only details can follow; or what came is not TLS, and only its name is open. No long wait is worth it. */
  get hasEnough(): boolean {
    return this.#certificate !== null || this.#foreign
  }

  /** The first flight. */
  start(): Uint8Array {
    return this.#sendHello(null, 0x0301)
  }

  /** Takes what came, and gives what has to be sent in answer, if anything. Once there is an outcome, nothing more is read. */
  feed(data: Buffer): Uint8Array | null {
    if (this.#outcome !== null) return null
    this.#reply = null
    this.#wireOctets += data.length
    try {
      this.#read(data)
    } catch (error) {
      // Anything but a malformed message would be our own mistake; a peer's octets must not turn even that into an exception.
      this.#fail('malformed', error instanceof MalformedMessage ? error.message : `not understood: ${String(error)}`)
    }
    if (this.#outcome === null && this.#wireOctets > maxWireOctets) this.#tooMuch()
    return this.#reply
  }

  /** No more will come, for the reason given: settles the outcome with what there is. */
  end(reason: CaptureFailure): ProbeOutcome {
    const warning = this.#warnings.at(-1)
    if (this.#outcome !== null) return this.#outcome
    if (this.#certificate !== null) this.#succeed(this.#certificate)
    else if (this.#foreign) this.#settleForeign(true)
    // A peer that warned and then left has said why.
    else if (reason.code === 'closed' && warning !== undefined && this.#serverHello === null) this.#fail('alert', warning)
    else if (reason.code === 'timeout')
      this.#outcome = { kind: 'failed', failure: { ...reason, detail: `${reason.detail}${this.#progress()}` } }
    else this.#outcome = { kind: 'failed', failure: reason }
    return this.#outcome ?? { kind: 'failed', failure: reason }
  }

  /** How far it went: a peer that fell silent half-way is not one that never answered. Empty: nothing came that could be read. */
  #progress(): string {
    const warning = this.#warnings.at(-1)
    if (this.#serverHello !== null) return ', after its ServerHello'
    if (warning !== undefined) return `, after the warning ${warning}`
    return this.#wireOctets > 0 ? ', after octets that are no ServerHello' : ''
  }

  #read(data: Buffer): void {
    let result: 'ok' | 'malformed' = 'ok'
    if (!this.#foreign) {
      result = this.#records.read(data, (record) => {
        this.#isTls = true
        this.#takeRecord(record)
        return this.#outcome === null
      })
    }
    if (this.#isTls) {
      if (result === 'malformed' && this.#outcome === null) throw new MalformedMessage('no TLS record where one has to be')
      return
    }
    this.#head.append(data.subarray(0, foreignOctets))
    if (result === 'malformed') this.#foreign = true
    if (this.#foreign) this.#settleForeign(false)
  }

  /** Names the protocol as soon as it is certain; `last`: with what there is. */
  #settleForeign(last: boolean): void {
    const head = this.#head.view().subarray(0, foreignOctets)
    const name = foreignProtocol(head)
    if (name !== null || last || head.length >= foreignOctets) this.#fail('not-tls', name ?? describeUnknown(head))
  }

  #takeRecord(record: Buffer): void {
    const type = record[0] ?? 0
    const body = record.subarray(recordHeaderOctets)
    if (this.#decryptor === null) this.#takeContent(type, body)
    else if (type === contentType.applicationData) {
      const inner = this.#decryptor.open(record.subarray(0, recordHeaderOctets), body)
      this.#takeContent(inner.type, inner.content)
    } else if (type === contentType.handshake)
      throw new MalformedMessage('a handshake message in clear where it has to be encrypted')
    else this.#takeContent(type, body)
  }

  #takeContent(type: number, content: Buffer): void {
    // RFC 8446 §5: change_cipher_spec is dropped. Before Certificate there is no application data that could be read.
    if (type === contentType.alert) this.#takeAlert(content)
    if (type !== contentType.handshake) return
    this.#handshakeOctets += content.length
    const result = this.#messages.read(content, (message) => {
      this.#takeMessage(message)
      return this.#outcome === null
    })
    if (this.#outcome !== null) return
    if (result === 'malformed')
      return this.#fail('too-much-data', `a handshake message announced with more than ${maxHandshakeOctets} octets`)
    if (this.#handshakeOctets > maxHandshakeOctets) this.#tooMuch()
    if (this.#keysChanged && this.#messages.waiting > 0) throw new MalformedMessage(afterServerHello)
    this.#keysChanged = false
  }

  #takeAlert(content: Buffer): void {
    if (content.length < 2) throw new MalformedMessage('an alert of less than two octets')
    const [level = 2, description = 0] = content
    const tls13 = this.#serverHello?.version === 0x0304
    // RFC 5246 §7.2.2 and RFC 6066 §3: a warning, such as unrecognized_name, does not end the handshake. close_notify does.
    if (level === 1 && description !== 0 && (!tls13 || closureAlerts.has(description))) {
      this.#warnings.push(alertName(description))
      if (this.#warnings.length > maxWarnings)
        this.#fail('too-much-data', `more than ${maxWarnings} warning alerts, the last ${alertName(description)}`)
      return
    }
    if (this.#certificate !== null) this.#succeed(this.#certificate)
    else this.#fail('alert', alertName(description))
  }

  #takeMessage(message: Buffer): void {
    const type = message[0] ?? 0
    if (this.#keysChanged) throw new MalformedMessage(afterServerHello)
    if (this.#serverHello === null) {
      if (type === messageType.serverHello) this.#takeServerHello(message)
      else if (type === messageType.clientHello)
        throw new MalformedMessage('a ClientHello: what answers sends back what it gets, or waits for a server itself')
      else if (type !== messageType.helloRequest) throw new MalformedMessage(`handshake message ${type} before ServerHello`)
    } else if (this.#certificate !== null) this.#takeRestOfFlight(type, message)
    else if (type === messageType.certificate) this.#takeCertificate(message)
    else if (this.#decryptor === null) throw new MalformedMessage(`handshake message ${type} instead of Certificate`)
    else if (type === messageType.encryptedExtensions) this.#alpn = readAlpn(readExtensions(new ByteReader(message, 4).vector(2)))
    else if (type === messageType.certificateRequest) this.#clientCertificateRequested = true
    else if (type === messageType.compressedCertificate) this.#fail('unsupported', 'compressed certificate (RFC 8879)')
    else throw new MalformedMessage(`handshake message ${type} instead of Certificate`)
  }

  #takeServerHello(message: Buffer): void {
    const hello = readServerHello(message)
    if (versionNames[hello.version] === undefined) throw new MalformedMessage(`protocol version 0x${hello.version.toString(16)}`)
    if (hello.version !== 0x0304) {
      if (hello.isRetryRequest) throw new MalformedMessage('HelloRetryRequest without TLS 1.3')
      this.#serverHello = hello
      this.#alpn = hello.alpn
      return
    }
    if (!offersTls13(this.#options.hello)) throw new MalformedMessage('TLS 1.3 chosen where it was not offered')
    const suite = tls13Suites.get(hello.suite)
    if (suite === undefined) return this.#fail('unsupported', `cipher suite ${cipherSuiteName(hello.suite)}`)
    if (hello.group !== null && !isSupportedGroup(hello.group))
      return this.#fail('unsupported', `group ${groupName(hello.group)}`)
    if (hello.isRetryRequest) {
      this.#tls13.retry(hello, suite, message, this.#hello)
      this.#reply = this.#sendHello(hello.cookie, 0x0303)
      return
    }
    this.#decryptor = this.#tls13.decryptor(hello, suite, message, this.#hello)
    this.#serverHello = hello
    this.#keysChanged = true
  }

  #sendHello(cookie: Uint8Array | null, recordVersion: 0x0301 | 0x0303): Buffer {
    const { hello, servername, alpn } = this.#options
    const record = clientHelloRecord(
      hello,
      {
        random: this.#random,
        sessionId: this.#sessionId,
        servername,
        alpn,
        keyShare: offersTls13(hello) ? this.#tls13.keyShare() : null,
        cookie,
      },
      recordVersion,
    )
    this.#hello = record.subarray(recordHeaderOctets)
    return record
  }

  #takeCertificate(message: Buffer): void {
    // The message is copied once, and the chain shares that copy: what was read may lie in a buffer that is used again.
    const certificate = readCertificateMessage(Buffer.from(message), this.#decryptor !== null)
    const { length } = certificate.entries
    if (length > maxCertificates) return this.#fail('too-much-data', `${length} certificates, more than ${maxCertificates}`)
    this.#certificate = certificate
    this.#ocsp = certificate.ocsp
    if (this.#decryptor !== null) this.#succeed(certificate)
  }

  /** TLS 1.2 and before (RFC 5246 §7.3): CertificateStatus, ServerKeyExchange, CertificateRequest, ServerHelloDone. */
  #takeRestOfFlight(type: number, message: Buffer): void {
    if (type === messageType.certificateStatus && this.#serverHello?.statusRequest === true) {
      const status = readCertificateStatus(message.subarray(4))
      this.#ocsp = status === null ? null : Buffer.from(status)
    } else if (type === messageType.certificateRequest) this.#clientCertificateRequested = true
    else if (type !== messageType.serverKeyExchange && this.#certificate !== null) this.#succeed(this.#certificate)
  }

  #succeed(certificate: CertificateMessage): void {
    const hello = this.#serverHello
    const scts = certificate.scts ?? hello?.scts ?? null
    this.#outcome = {
      kind: 'chain',
      chain: certificate.entries,
      tls: {
        version: versionNames[hello?.version ?? 0] ?? '',
        cipher: cipherSuiteName(hello?.suite ?? 0),
        alpn: this.#alpn,
        ocsp: this.#ocsp?.toString('base64') ?? null,
        scts: scts?.toString('base64') ?? null,
        clientCertificateRequested: this.#clientCertificateRequested,
        by: 'prober',
        warnings: [...this.#warnings, ...certificate.notes],
        possession: 'not-proved',
      },
    }
  }

  #fail(code: 'alert' | 'not-tls' | 'malformed' | 'unsupported' | 'too-much-data', detail: string): void {
    if (this.#certificate !== null) return this.#succeed(this.#certificate)
    const by = code === 'unsupported' || code === 'too-much-data' ? 'self' : 'peer'
    this.#outcome = { kind: 'failed', failure: { code, by, detail } }
  }

  #tooMuch(): void {
    this.#fail('too-much-data', `more than ${maxHandshakeOctets} octets of handshake`)
  }
}
