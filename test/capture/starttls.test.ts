import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { capture } from '../../src/capture/capture.ts'
import type { DialogueStep } from '../../src/capture/dialogue.ts'
import { beforeTls } from '../../src/capture/starttls/before-tls.ts'
import { starttlsRegistry } from '../../src/capture/starttls/registry.ts'
import { type CaptureFailure, type SendOutcome, type StarttlsProtocol, starttlsProtocols } from '../../src/model/evidence.ts'
import { listen } from './support/peer.ts'
import { mintPki, type Pki } from './support/pki.ts'
import { hasTool } from './support/tools.ts'

/** Octets, one character each. */
const octets = (text: string): Buffer => Buffer.from(text, 'latin1')

/** Turns of a conversation: what the server says, and what the client has to say then. `''`: nothing. */
type Script = readonly (readonly [server: string, client: string])[]

const greeting10 = (flags: number): string => {
  const body = `\x0a8.0.36\0${'\x01\x02\x03\x04'}12345678\0${String.fromCharCode(flags & 255, flags >> 8)}\x2d\x02\0\xff\xdf`
  return `${String.fromCharCode(body.length)}\0\0\0${body}`
}
const mysqlRequest = `\x20\0\0\x01\x01\x8a\0\0\0\0\0\x01\x2d${'\0'.repeat(23)}`
const ldapRequest = '\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037'
const stream = (to: string, kind = 'client'): string =>
  `<?xml version='1.0'?><stream:stream to='${to}' xmlns='jabber:${kind}' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>`
const streamOpen = "<?xml version='1.0'?><stream:stream from='localhost' id='x' xmlns='jabber:client' version='1.0'>"
const starttls = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"

/** Conversations that lead to TLS, after the examples of the documents that the protocols' files cite. */
const agreed: Readonly<Record<StarttlsProtocol, Script>> = {
  smtp: [
    ['220-localhost ESMTP\r\n220 at your service\r\n', 'EHLO rootcause.invalid\r\n'],
    ['250-localhost\r\n250-STARTTLS\r\n250 8BITMIME\r\n', 'STARTTLS\r\n'],
    ['220 Go ahead\r\n', ''],
  ],
  lmtp: [
    ['220 localhost LMTP\r\n', 'LHLO rootcause.invalid\r\n'],
    ['250-localhost\r\n250 STARTTLS\r\n', 'STARTTLS\r\n'],
    ['220 2.0.0 Ready to start TLS\r\n', ''],
  ],
  imap: [
    ['* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n', 'a1 STARTTLS\r\n'],
    ['* NOTE unasked\r\na1 OK Begin TLS negotiation now\r\n', ''],
  ],
  pop3: [
    ['+OK POP3 server ready\r\n', 'STLS\r\n'],
    ['+OK Begin TLS negotiation\r\n', ''],
  ],
  ftp: [
    ['120 soon\r\n220-Welcome\r\n anything\r\n220 ready\r\n', 'AUTH TLS\r\n'],
    ['234 AUTH command OK.\r\n', ''],
  ],
  xmpp: [
    ['', stream('localhost')],
    [
      `${streamOpen}<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>`,
      starttls,
    ],
    ["<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", ''],
  ],
  postgres: [
    ['', '\0\0\0\x08\x04\xd2\x16\x2f'],
    ['S', ''],
  ],
  mysql: [[greeting10(0xffff), mysqlRequest]],
  ldap: [
    ['', ldapRequest],
    ['\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\0\x04\0\x04\0', ''],
  ],
}

/** Conversations that end in a refusal, and the server's words in it. */
const refused: readonly (readonly [protocol: StarttlsProtocol, words: string, script: Script])[] = [
  ['smtp', '554 no SMTP service here', [['554 no SMTP service here\r\n', '']]],
  [
    'smtp',
    '502 command not implemented',
    [
      ['220 x\r\n', 'EHLO rootcause.invalid\r\n'],
      ['250 x\r\n', 'STARTTLS\r\n'],
      ['502 command not implemented\r\n', ''],
    ],
  ],
  [
    'smtp',
    '550-go 550 away',
    [
      ['220 x\r\n', 'EHLO rootcause.invalid\r\n'],
      ['550-go\r\n550 away\r\n', ''],
    ],
  ],
  [
    'lmtp',
    '454 TLS not available',
    [
      ['220 x\r\n', 'LHLO rootcause.invalid\r\n'],
      ['250 x\r\n', 'STARTTLS\r\n'],
      ['454 TLS not available\r\n', ''],
    ],
  ],
  [
    'imap',
    'a1 BAD unknown command',
    [
      ['* OK x\r\n', 'a1 STARTTLS\r\n'],
      ['a1 BAD unknown command\r\n', ''],
    ],
  ],
  ['imap', '* BYE too many', [['* BYE too many\r\n', '']]],
  ['imap', '* PREAUTH welcome back', [['* PREAUTH welcome back\r\n', '']]],
  [
    'pop3',
    '-ERR no TLS',
    [
      ['+OK x\r\n', 'STLS\r\n'],
      ['-ERR no TLS\r\n', ''],
    ],
  ],
  [
    'ftp',
    '534 local policy',
    [
      ['220 x\r\n', 'AUTH TLS\r\n'],
      ['534 local policy\r\n', ''],
    ],
  ],
  [
    'xmpp',
    "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
    [
      ['', stream('localhost')],
      [`${streamOpen}<stream:features/>`, starttls],
      ["<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>", ''],
    ],
  ],
  [
    'xmpp',
    'host-unknown',
    [
      ['', stream('localhost')],
      [`${streamOpen}<stream:error><host-unknown/></stream:error>`, ''],
    ],
  ],
  [
    'postgres',
    'N',
    [
      ['', '\0\0\0\x08\x04\xd2\x16\x2f'],
      ['N', ''],
    ],
  ],
  [
    'postgres',
    'unsupported frontend protocol',
    [
      ['', '\0\0\0\x08\x04\xd2\x16\x2f'],
      ['E\0\0\0\x32SFATAL\0C0A000\0Munsupported frontend protocol\0\0', ''],
    ],
  ],
  ['mysql', "Host '192.0.2.1' is blocked", [["\x1e\0\0\0\xff\x69\x04Host '192.0.2.1' is blocked", '']]],
  ['mysql', '8.0.36 without CLIENT_SSL', [[greeting10(0xf7ff), '']]],
  [
    'ldap',
    'protocolError unsupported extended operation',
    [
      ['', ldapRequest],
      ['\x30\x2a\x02\x01\x01\x78\x25\x0a\x01\x02\x04\0\x04\x1eunsupported extended operation', ''],
    ],
  ],
  [
    'ldap',
    'unavailable',
    [
      ['', ldapRequest],
      ['\x30\x0c\x02\x01\0\x78\x07\x0a\x01\x34\x04\0\x04\0', ''],
    ],
  ],
]

/** Runs a dialogue against a script without any network; gives the last step. */
function play(protocol: StarttlsProtocol, script: Script, single: boolean): { last: DialogueStep | null; said: string } {
  const dialogue = starttlsRegistry[protocol].dialogue({ host: 'localhost', port: starttlsRegistry[protocol].port })
  let said = dialogue.start()?.toString() === undefined ? '' : Buffer.from(dialogue.start() ?? []).toString('latin1')
  let last: DialogueStep | null = null
  for (const [server] of script) {
    const bytes = octets(server)
    for (const piece of single ? Array.from(bytes, (octet) => Buffer.from([octet])) : [bytes]) {
      if (piece.length === 0 || (last !== null && last.kind !== 'more')) continue
      last = dialogue.feed(piece)
      if (last.kind !== 'failed' && last.send !== null) said += Buffer.from(last.send).toString('latin1')
    }
  }
  return { last, said }
}

const clientSide = (script: Script): string => script.map(([, client]) => client).join('')

test('every protocol is in the registry under its name', () => {
  expect(starttlsProtocols.map((protocol) => starttlsRegistry[protocol].protocol)).toEqual([...starttlsProtocols])
  // IANA's registry, and RFC 8314 for mail.
  const ports = starttlsProtocols.map((protocol) => starttlsRegistry[protocol].port)
  expect(ports).toEqual([25, 24, 143, 110, 21, 5222, 5432, 3306, 389])
})

describe.each(starttlsProtocols)('%s', (protocol) => {
  test.each([false, true])('the agreed conversation, in single octets: %s', (single) => {
    const { last, said } = play(protocol, agreed[protocol], single)
    expect(last?.kind).toBe('done')
    expect(said).toBe(clientSide(agreed[protocol]))
  })

  test('another protocol is told by its name, or by its words', () => {
    // PostgreSQL's yes is the letter S.
    const foreign = protocol === 'postgres' ? ['VNC', 'RFB 003.008\n'] : ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n']
    for (const [detail, words = ''] of [foreign, ['HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n']]) {
      const { last } = play(protocol, [[words, '']], false)
      // LDAP, MySQL and PostgreSQL read lengths or single octets: of these words they may see a part alone.
      const named = { code: 'not-tls', detail }
      const quoted = { code: 'malformed', detail: expect.stringContaining('before TLS: ') }
      const failure = last?.kind === 'failed' ? last.failure : null
      expect(failure).toMatchObject({ by: 'peer' })
      expect([named, quoted]).toContainEqual({ code: failure?.code, detail: failure?.detail })
      if (!['ldap', 'mysql', 'postgres'].includes(protocol)) expect(failure).toMatchObject(named)
    }
  })

  test('endless talk ends', () => {
    const dialogue = starttlsRegistry[protocol].dialogue({ host: 'localhost', port: 1 })
    dialogue.start()
    const starts: Readonly<Partial<Record<StarttlsProtocol, string>>> = {
      xmpp: '<a>',
      ldap: '\x30\x84\0\0\xff\xff',
      mysql: '\xff\x0f\0\0',
      imap: '* OK',
      pop3: '+OK',
    }
    let step = dialogue.feed(octets(starts[protocol] ?? '220-'))
    for (let count = 0; count < 200 && step.kind === 'more'; count++) step = dialogue.feed(Buffer.alloc(1000, 0x3e))
    expect(step.kind).toBe('failed')
  })
})

test.each(refused)('%s refuses with %j', (protocol, words, script) => {
  for (const single of [false, true]) {
    const { last, said } = play(protocol, script, single)
    expect(last).toMatchObject({
      kind: 'failed',
      failure: { code: 'starttls-refused', by: 'peer', detail: expect.stringContaining(words) },
    })
    expect(said).toBe(clientSide(script))
  }
})

test('XMPP escapes the name, and speaks as a server on port 5269 (RFC 6120 §14.7)', () => {
  const dialogue = starttlsRegistry.xmpp.dialogue({ host: "a'b<c", port: 5269 })
  expect(Buffer.from(dialogue.start() ?? []).toString()).toBe(stream('a&apos;b&lt;c', 'server'))
})

describe.skipIf(!hasTool('openssl'))(
  'over a socket, then TLS for real (skipped without the openssl program, which mints the certificates)',
  () => {
    let pki: Pki
    beforeAll(() => {
      pki = mintPki(['ec'])
    })
    afterAll(() => pki.remove())

    /** Follows a script; then speaks TLS, or goes silent. */
    function follow(socket: Socket, script: Script, version: 'TLSv1.2' | 'TLSv1.3' | null, injected: string): void {
      let turn = 0
      let heard = ''
      const speak = (): void => {
        const [server, client] = script[turn] ?? ['', '']
        const last = turn === script.length - 1
        socket.write(octets(last && client === '' ? server + injected : server))
        if (client === '') upgrade()
      }
      const upgrade = (): void => {
        if (version === null) return
        socket.off('data', hear)
        const cert = readFileSync(pki.bundle('starttls.pem', ['ec-leaf', 'ec-int', 'ec-int']))
        const secureContext = createSecureContext({
          cert,
          key: readFileSync(pki.file('ec-leaf.key')),
          minVersion: version,
          maxVersion: version,
        })
        new TLSSocket(socket, { isServer: true, secureContext }).on('error', () => {})
      }
      const hear = (data: Buffer): void => {
        heard += data.toString('latin1')
        const wanted = script[turn]?.[1] ?? ''
        if (!heard.startsWith(wanted)) return
        const rest = heard.slice(wanted.length)
        heard = ''
        turn++
        if (turn < script.length) return speak()
        // A client that is told nothing between its request and its hello may send both at once.
        socket.off('data', hear)
        if (rest !== '') socket.pause().unshift(octets(rest))
        upgrade()
      }
      socket.on('data', hear)
      if ((script[0]?.[0] ?? '') !== '') speak()
    }

    async function see(
      protocol: StarttlsProtocol,
      script: Script,
      version: 'TLSv1.2' | 'TLSv1.3' | null,
      injected = '',
    ): Promise<SendOutcome | undefined> {
      const peer = await listen((socket) => follow(socket, script, version, injected))
      try {
        const target = { host: 'localhost', port: peer.port, starttls: protocol }
        const { sends } = await capture({
          target,
          hellos: ['tls1.3'],
          connect: '127.0.0.1',
          timeoutMs: version === null ? 400 : 8000,
        })
        return sends[0]?.outcome
      } finally {
        await peer.close()
      }
    }

    const expected = (): string[] => ['ec-leaf', 'ec-int', 'ec-int'].map((name) => hash('sha256', pki.der(name)))

    test.each(starttlsProtocols)('%s', async (protocol) => {
      expect(await see(protocol, agreed[protocol], 'TLSv1.2')).toMatchObject({
        kind: 'chain',
        chain: expected(),
        tls: { version: '1.2', alpn: null, warnings: [] },
      })
      expect(await see(protocol, agreed[protocol], 'TLSv1.3')).toMatchObject({
        kind: 'chain',
        chain: expected(),
        tls: { version: '1.3', warnings: [] },
      })
    })

    test.each(refused)('%s refuses with %j', async (protocol, words, script) => {
      const failure: Partial<CaptureFailure> = {
        code: 'starttls-refused',
        by: 'peer',
        detail: expect.stringContaining(words) as string,
      }
      expect(await see(protocol, script, null)).toMatchObject({ kind: 'failed', failure })
    })

    test.each(['smtp', 'imap', 'pop3', 'ftp', 'xmpp', 'postgres', 'ldap'] as const)(
      '%s: what is injected behind the go-ahead is dropped and told',
      async (protocol) => {
        const outcome = await see(protocol, agreed[protocol], 'TLSv1.3', 'NOOP\r\n')
        expect(outcome).toMatchObject({
          kind: 'chain',
          chain: expected(),
          tls: { warnings: ['6 octets in clear between the go-ahead and TLS, dropped'] },
        })
      },
    )

    test('a server that never greets is a timeout', async () => {
      expect(await see('smtp', [['', 'never']], null)).toMatchObject({
        kind: 'failed',
        failure: { code: 'timeout', by: 'network' },
      })
    })
  },
)

test('where both sides wait for the other to begin, TLS may start at once', () => {
  const late: CaptureFailure = { code: 'timeout', by: 'network', detail: 'silent for 7 ms' }
  const talk = (words: string): CaptureFailure | null => {
    const dialogue = beforeTls(starttlsRegistry.smtp.dialogue({ host: 'localhost', port: 25 }), () => {})
    dialogue.start()
    if (words !== '') dialogue.feed(Buffer.from(words))
    return dialogue.end(late)
  }
  expect(talk('')?.detail).toContain('leave out --starttls')
  expect(talk('220 ready\r\n')).toEqual(late)
})
