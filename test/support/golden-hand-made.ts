import { sealEvidence } from '../../src/diagnose.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { defaultClients } from '../../src/clients/default-set.ts'
import { caCertificate, type LabEntity, leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { concat, oid, sequence, tlv } from '../../src/lab/der-writer.ts'
import { basicConstraints, purpose } from '../../src/lab/extensions.ts'
import type { BuiltFault } from '../../src/lab/index.ts'
import { labKey } from '../../src/lab/key.ts'
import {
  authority,
  labHost,
  loopbackNames,
  server,
  servedUsually,
  usualChain,
  usualValidity,
  withExtension,
} from '../../src/lab/shapes.ts'
import type {
  CaptureFailure,
  Evidence,
  Observation,
  Send,
  StoreEvidence,
  TlsFacts,
  TrustSettings,
} from '../../src/model/evidence.ts'
import type { HelloClass } from '../../src/model/hello.ts'
import type { AnchorRule, ProgrammePolicy } from '../../src/model/programme.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { seconds } from '../../src/model/time.ts'
import { encodeBase64 } from '../../src/x509/base64.ts'
import { type Asked, evidenceOf, fixedNow, identity } from './evidence.ts'
import { labFault } from './lab-fault.ts'
import { plainHandshake } from './handshake.ts'

// Cases that no fault of the lab reaches: what the network, the clock or a machine's stores bring about. Addresses are those
// of RFC 5737.

const verify = nodeSignatureVerifier()
const day = 86_400
const asked = (...ids: readonly string[]): readonly Asked[] => ids.map((id) => ({ id }))
const usual = asked('openssl-s_client-3.5', 'python-3.13', 'node-24', 'go-1.24', 'java-17', 'gnutls-cli-3.8')

const system = (anchors: readonly Sha256[]): StoreEvidence => ({
  id: 'system',
  origin: '/etc/ssl/certs/ca-certificates.crt',
  anchors,
})

/** What a hello drew from an address. */
const drew = (hello: HelloClass, chain: readonly Sha256[], over: Partial<TlsFacts> = {}, address = '192.0.2.1'): Send => ({
  hello,
  address,
  try: 1,
  outcome: { kind: 'chain', chain, tls: { ...plainHandshake, version: hello.slice(3, 6), ...over } },
})

const failed = (hello: HelloClass, failure: CaptureFailure, address = '192.0.2.1'): Send => ({
  hello,
  address,
  try: 1,
  outcome: { kind: 'failed', failure },
})

/** A server as captured by the two usual hellos, its anchors in the system's store. */
function served(built: BuiltFault, clients: readonly Asked[], over: Partial<Evidence> = {}): Evidence {
  const evidence = evidenceOf(built, clients)
  const chain = built.chain.map(identity)
  return {
    ...evidence,
    sends: [drew('tls1.3', chain), drew('tls1.2', chain)],
    stores: [system(built.anchors.map(identity))],
    clients: clients.map(({ id, store, asked: isAsked }) => ({
      id,
      store: store ?? 'system',
      why: `--store ${store ?? 'system'}`,
      asked: isAsked ?? true,
    })),
    ...over,
  }
}

/** A server from which nothing came but this. */
function unseen(failure: CaptureFailure, over: Partial<Evidence> = {}): Evidence {
  const sends = [failed('tls1.3', failure), failed('tls1.2', failure)]
  return good(usual, { sends, ...over })
}

/** Clients that were run as well: what they said is as the programs print it, and in some made up to differ. */
function observedBeside(): Evidence {
  const seen: Readonly<Record<string, Observation>> = {
    'python-3.11': heard('python', '3.11.2', certificateExpired),
    'node-24': { program: 'node', version: '24.21.0', verdict: 'accepted', says: '', why: '' },
    'openssl-s_client-3.5': heard(
      'openssl',
      '3.5.4',
      'verify error:num=20:unable to get local issuer certificate\nVerify return code: 20 (unable to get local issuer certificate)',
    ),
    'java-17': { program: 'java', version: '17.0.15', verdict: 'none', says: '', why: 'it did not end within 10 s' },
  }
  const evidence = served(labFault('expired-leaf'), asked(...Object.keys(seen), 'go-1.24'))
  return {
    ...evidence,
    clients: evidence.clients.map((client) => {
      const observed = seen[client.id]
      return observed === undefined ? client : { ...client, observed }
    }),
  }
}

const certificateExpired = '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:992)'
const heard = (program: string, version: string, says: string): Observation => ({
  program,
  version,
  verdict: 'rejected',
  says,
  why: '',
})

const good = (clients: readonly Asked[] = usual, over: Partial<Evidence> = {}): Evidence =>
  served(labFault('good'), clients, over)
/** PowerShell ran, and Windows has a root more than before. */
function rootFetched(): Evidence {
  const evidence = good(asked('dotnet-windows'))
  const [store] = evidence.stores
  if (store === undefined || !('anchors' in store)) throw new Error('the lab has no store')
  const before = { ...store, id: 'windows:ROOT', origin: 'Windows certificate store ROOT (scopes in the registry: 2)' }
  const root = identity(
    rootCertificate({ subject: { CN: 'Fetched Root' }, key: labKey('p-256', 'fetched root') }, usualValidity(fixedNow, 'root')),
  )
  const after = { ...before, anchors: [...store.anchors, root] }
  return {
    ...evidence,
    stores: [before],
    storesAfter: [after],
    clients: evidence.clients.map((client) => ({ ...client, store: before.id })),
  }
}
const later = (days: number): Evidence['clock'] => seconds(fixedNow + days * day)
const chainOf = (built: BuiltFault): readonly Sha256[] => built.chain.map(identity)

/** RFC 5280 §4.2.1.11: an explicit policy is required from here on, and nobody below names one. */
const demandsPolicy = { oid: '2.5.29.36', critical: true, value: sequence(tlv(0x80, Uint8Array.of(0))) }

function policyDemanded(): BuiltFault {
  return servedUsually(usualChain('policy', fixedNow, { intermediate: { extensions: withExtension(demandsPolicy) } }))
}

/** RFC 6962 §3.2 and §3.3: a list of so many timestamps by logs that do not exist, over a signature of nothing. */
function timestampList(count: number): Uint8Array {
  const one = concat(Uint8Array.of(0, 49, 0), new Uint8Array(32).fill(7), new Uint8Array(10), Uint8Array.of(4, 3, 0, 2, 0, 0))
  const list = concat(...Array.from({ length: count }, () => one))
  return concat(Uint8Array.of(list.length >> 8, list.length & 0xff), list)
}

/** Two timestamps in the certificate and one in the handshake, and an OCSP response that says `tryLater` (RFC 6960 §4.2.1). */
function stapled(): Evidence {
  const logged = { oid: '1.3.6.1.4.1.11129.2.4.2', critical: false, value: tlv(0x04, timestampList(2)) }
  const built = servedUsually(usualChain('stapled', fixedNow, { leaf: { extensions: withExtension(logged) } }))
  const ocsp = encodeBase64(sequence(tlv(0x0a, Uint8Array.of(3))))
  const scts = encodeBase64(timestampList(1))
  return served(built, usual, {
    sends: [drew('tls1.3', chainOf(built), { ocsp, scts }), drew('tls1.2', chainOf(built), { ocsp })],
  })
}

/** The server's own certificate in the store: Node 10 to 14 never come back from it. */
function pinned(): Evidence {
  const built = labFault('self-signed-leaf')
  return served({ ...built, anchors: built.chain.slice(0, 1) }, asked('node-12', 'node-24', 'python-3.13', 'go-1.24'))
}

/** Signed, as it says, by SM2 with SM3 (RFC 8998 §3.3.1): known in one country's libraries and to none of the clients. */
function unknownAlgorithm(): BuiltFault {
  const algorithm = sequence(oid('1.2.156.10197.1.501'))
  const intermediate = { innerAlgorithm: algorithm, outerAlgorithm: algorithm }
  return servedUsually(usualChain('unknown-algorithm', fixedNow, { intermediate }))
}

/** A server's certificate that says CA:TRUE, signed by itself and trusted: what `openssl req -x509` makes. */
function authorityAsServer(): BuiltFault {
  const own = server()
  const certificate = leafCertificate(own, own, usualValidity(fixedNow, 'leaf'), loopbackNames, {
    extensions: withExtension(basicConstraints(true)),
  })
  return { chain: [certificate], key: own.key.privateKey, anchors: [certificate], host: 'localhost', serve: { kind: 'chain' } }
}

/** Names that would move the cursor, colour the text, turn its direction, close a quotation or start Markdown. */
function hostileNames(): BuiltFault {
  const names = [{ dns: 'evil\u001b[2J.test' }, { dns: '`code`.test' }, { dns: '<b>.test' }]
  const subject = { O: 'Lab\u0007 "Trust"\r\nAll clients accept.', CN: '\u001b]0;title\u0007\u202egpj.exe' }
  return servedUsually(usualChain('hostile', fixedNow, { names, leaf: { subject } }))
}

function emptyStore(): Evidence {
  const built = labFault('good')
  const stores: readonly StoreEvidence[] = [
    { id: 'container', origin: '/etc/ssl/certs of the container', anchors: [], machine: 'container' },
    {
      id: 'host',
      origin: '/etc/ssl/certs/ca-certificates.crt of the host',
      anchors: built.anchors.map(identity),
      machine: 'host',
    },
  ]
  return served(built, [...usual.map((c) => ({ ...c, store: 'container' })), { id: 'go-1.24', store: 'host' }], { stores })
}

function distrusted(): Evidence {
  const built = labFault('good')
  const [root] = built.anchors.map(identity)
  if (root === undefined) throw new Error('the good chain has no anchor')
  const stores = [{ ...system([root]), settings: { [root]: { trusts: [], rejects: [purpose.serverAuth] } } }]
  return served(built, usual, { stores: stores as readonly StoreEvidence[] })
}

/** Two platforms that do not think alike of the lab's root; their stores were read on no machine, and a third is too old to be known. */
function onPlatforms(): Evidence {
  const built = labFault('long-lived-leaf')
  const [root] = built.anchors.map(identity)
  if (root === undefined) throw new Error('the chain has no anchor')
  const snapshot = {
    asked: '2026-11-22',
    version: '',
    source: 'the lab',
    fit: 'between',
    daysAway: 21,
    date: later(-21),
  } as const
  const after = { kind: 'distrust-after', after: later(-365), policy: 'nss', exceptions: [], source: 'the lab' } as const
  const store = (id: string, programme: readonly AnchorRule[]): StoreEvidence => ({
    id: `${id}-2026-11-22`,
    origin: `the store of ${id} (snapshot of 2026-11-01, 21 days earlier, it may have changed in between)`,
    anchors: [root],
    settings: { [root]: { trusts: [], rejects: [], programme } } as Readonly<Record<Sha256, TrustSettings>>,
    platform: { id, ...snapshot },
  })
  const old: StoreEvidence = {
    id: 'one-1998-01-01',
    origin: 'the store of one',
    unreadable: 'nothing so old is known of one',
    platform: { id: 'one', ...snapshot, asked: '1998-01-01', fit: 'before-first' },
  }
  const keeps: ProgrammePolicy = {
    limits: [{ issuedFrom: seconds(0), longest: 398 * day, anchors: 'of-platform', source: 'the lab' }],
    timestampsFrom: null,
    blocked: [],
    milestone: null,
    onRefusal: 'stops',
    isWholeList: true,
  }
  const on = (id: string, platform: string, kept: ProgrammePolicy | null): Evidence['clients'][number] => ({
    id: `${id}@${platform}`,
    store: platform,
    why: 'named behind @',
    asked: true,
    ...(kept === null ? {} : { keeps: kept }),
  })
  return served(built, [], {
    stores: [store('one', []), store('two', [after]), old],
    clients: [
      on('sectrust-26', 'one-2026-11-22', keeps),
      on('rfc5280', 'two-2026-11-22', { ...keeps, limits: [] }),
      on('go-1.24', 'two-2026-11-22', null),
      on('java-17', 'one-1998-01-01', keeps),
    ],
  })
}

/** Java is led to an encrypted PKCS #12 and not told its password: it reads nothing of it (observed: OpenJDK 17.0.15). */
function lostStore(): Evidence {
  const built = labFault('good')
  const option = '-Djavax.net.ssl.trustStore=/srv/app/trust.p12'
  const java = { id: 'java-17', store: 'store of /usr/bin/java', why: '', asked: true } as const
  const evidence = served(built, [{ id: 'curl-8.17-openssl', store: 'system' }], {
    stores: [
      { id: java.store, origin: '', anchors: [], lost: '-Djavax.net.ssl.trustStorePassword beside it' },
      { id: 'system', origin: '/etc/ssl/certs/ca-certificates.crt', anchors: built.anchors.map(identity) },
    ],
  })
  const chosenBy = [{ kind: 'variable', name: 'JAVA_TOOL_OPTIONS', value: option, where: '' }] as const
  return { ...evidence, clients: [{ ...java, chosenBy }, ...evidence.clients] }
}

const makers: Readonly<Record<string, () => Evidence>> = {
  'expires-soon': () => good(usual, { at: later(45), clock: later(45) }),
  // The evidence is of today; `--at` asks for a day after which nothing that was sent is valid.
  'clock-far-ahead': () => good(usual, { clock: later(3650) }),
  'store-unreadable': () =>
    good(usual, {
      stores: [{ id: 'system', origin: '/etc/ssl/certs/ca-certificates.crt', unreadable: 'EACCES: permission denied' }],
    }),
  'store-empty': emptyStore,
  'store-without-password': lostStore,
  'anchor-distrusted': distrusted,
  'authority-as-server': () => served(authorityAsServer(), [...usual, ...asked('rustls-0.23')]),
  'policy-demanded': () => served(policyDemanded(), [...usual, ...asked('rfc5280')]),
  'algorithm-unknown': () => served(unknownAlgorithm(), [...usual, ...asked('rustls-0.23')]),
  'warned-by-server': () => {
    const built = labFault('good')
    const warnings = { warnings: ['unrecognized_name'] }
    return served(built, usual, { sends: [drew('tls1.3', chainOf(built), warnings), drew('tls1.2', chainOf(built), warnings)] })
  },
  'connection-refused': () => unseen({ code: 'refused', by: 'network', detail: 'ECONNREFUSED' }),
  // No hello was sent and no address was there to send it to: one send stands for all.
  'name-not-resolved': () => {
    const failure: CaptureFailure = { code: 'name-not-resolved', by: 'network', detail: 'ENOTFOUND' }
    return unseen(failure, { target: { host: 'ww.lab.test', port: 443 }, sends: [failed('tls1.3', failure, '')] })
  },
  'starttls-refused': () =>
    unseen(
      { code: 'starttls-refused', by: 'peer', detail: '454 4.7.0 TLS not available due to local problem' },
      { target: { host: 'mail.lab.test', port: 25, starttls: 'smtp' } },
    ),
  'proxy-refused': () =>
    unseen(
      { code: 'proxy-refused', by: 'peer', detail: '407 Proxy Authentication Required' },
      { contacted: ['proxy proxy.lab.test:3128'], options: { offline: false } },
    ),
  'one-address-refused': () => {
    const built = labFault('good')
    const refused: CaptureFailure = { code: 'refused', by: 'network', detail: 'ECONNREFUSED' }
    return served(built, usual, {
      sends: [drew('tls1.3', chainOf(built)), drew('tls1.2', chainOf(built)), failed('tls1.3', refused, '192.0.2.2')],
    })
  },
  'file-without-name': () => {
    const built = labFault('expired-leaf')
    const send: Send = { hello: 'any', address: '', try: 1, outcome: { kind: 'chain', chain: chainOf(built), tls: null } }
    return served(built, usual, { target: { host: '', port: 0, source: 'chain.pem' }, sends: [send] })
  },
  'nearest-release': () => good(asked('python-3.12', 'node-18', 'curl-8.5', 'go-1.22', 'java-19')),
  'default-clients': () =>
    served(labFault('missing-intermediate'), [
      ...asked(...defaultClients.current),
      ...defaultClients.historic.map((id) => ({ id, asked: false })),
    ]),
  'windows-may-fetch': () => served(labFault('unknown-root'), asked('schannel', 'python-3.13', 'go-1.24')),
  'observed-beside-predicted': observedBeside,
  intercepted,
  'issuer-not-fetched': () => {
    const built = labFault('missing-intermediate')
    const [by] = chainOf(built)
    const unfetched = by === undefined ? [] : [{ from: 'http://ca.lab.test/issuing.cer', by, why: 'it answered 404' }]
    return further(served(built, asked('chrome-156', 'python-3.13', 'go-1.24')), { unfetched })
  },
  'clock-measured': () => {
    const local = seconds(fixedNow - 11 * 365 * day)
    return further(
      { ...served(labFault('good'), usual), at: local, clock: local },
      {
        time: {
          kind: 'known',
          at: fixedNow,
          offset: local - fixedNow,
          state: 'slow',
          cause: 'battery',
          sources: ['a.example', 'b.example'],
        },
      },
    )
  },
  'windows-root-fetched': rootFetched,
  'hosts-entry': () =>
    further(served(labFault('wrong-host'), usual), { hostsEntries: [{ address: '192.0.2.1', where: '/etc/hosts:4' }] }),
  'own-resolver': () =>
    further(served({ ...labFault('wrong-host'), host: 'wiki.lab.test' }, usual), {
      resolvers: {
        kind: 'own-domain',
        domain: 'lab.test',
        servers: ['192.0.2.53', '192.0.2.54'],
        where: ['/run/systemd/resolve/netif/5'],
      },
    }),
  'captive-portal': () =>
    further(unseen({ code: 'not-tls', by: 'peer', detail: 'HTTP' }), {
      plainAnswer: { status: 302, redirectsTo: 'login.wifi.lab.test' },
    }),
  'client-certificate-insisted': () => further(good(usual), { withoutClientCertificate: 'certificate_required' }),
  'collected-settings': collected,
  stapled,
  'pinned-self-signed': pinned,
  platforms: onPlatforms,
  'hostile-names': () => served(hostileNames(), usual),
}

/** Evidence with what was found out around the target. */
function further(evidence: Evidence, found: Partial<Evidence>): Evidence {
  return { ...evidence, platform: 'linux', authorities: [], ...found }
}

/** What a collector wrote down of a machine whose variables choose a store without the root, log keys and name a proxy. */
function collected(): Evidence {
  const built = labFault('good')
  const evidence = served(built, asked('python-3.11', 'openssl-s_client-3.5'))
  const own = '/etc/pki/own.pem'
  return {
    ...evidence,
    stores: [
      { id: own, origin: own, anchors: labFault('unknown-root').anchors.map(identity) },
      { id: 'system', origin: '/etc/ssl/certs/ca-certificates.crt', anchors: built.anchors.map(identity) },
    ],
    certs: {
      ...evidence.certs,
      ...Object.fromEntries(labFault('unknown-root').anchors.map((der) => [identity(der), encodeBase64(der)])),
    },
    clients: evidence.clients.map((client) =>
      client.id === 'python-3.11'
        ? { ...client, store: own, chosenBy: [{ kind: 'variable', name: 'SSL_CERT_FILE', value: own, where: '' }], why: '' }
        : client,
    ),
    settings: {
      SSL_CERT_FILE: own,
      SSLKEYLOGFILE: '/var/tmp/keys.log',
      HTTPS_PROXY: 'http://proxy.example:3128',
      NO_PROXY: 'localhost,.example.org',
    },
  }
}

/** A chain that a proxy made anew; one store has its root, and the other lacks it. */
function intercepted(): Evidence {
  const root: LabEntity = { subject: { CN: 'Zscaler Root CA', O: 'Zscaler Inc.' }, key: labKey('p-256', 'intercepted root') }
  const [own, leaf] = [authority('intercepted', 'Zscaler Intermediate Root CA'), server(labHost)]
  const anchor = rootCertificate(root, usualValidity(fixedNow, 'root'))
  const upper = caCertificate(root, own, usualValidity(fixedNow, 'intermediate'))
  const built: BuiltFault = {
    ...labFault('good'),
    chain: [leafCertificate(own, leaf, usualValidity(fixedNow, 'leaf'), loopbackNames), upper],
    anchors: [anchor],
    host: labHost,
  }
  const bundled = labFault('good').anchors
  const evidence = served(built, [...asked('openssl-s_client-3.5', 'git-2.39-gnutls'), { id: 'node-24', store: 'node' }])
  return further(
    {
      ...evidence,
      certs: { ...evidence.certs, ...Object.fromEntries(bundled.map((der) => [identity(der), encodeBase64(der)])) },
      stores: [...evidence.stores, { id: 'node', origin: 'bundled with Node 24', anchors: bundled.map(identity) }],
    },
    { authorities: [{ top: identity(upper), isPublic: false }] },
  )
}

/** Every hand-made case by its name, sealed. */
export const handMade: Readonly<Record<string, () => Evidence>> = Object.fromEntries(
  Object.entries(makers).map(([name, make]) => [name, () => sealEvidence(make(), { verify })]),
)
