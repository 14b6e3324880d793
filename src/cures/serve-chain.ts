import type { Advice } from '../model/plan.ts'
import type { Proof, Remedy } from '../model/remedy.ts'
import type { Sha256 } from '../model/sha256.ts'
import { writePem } from '../x509/pem.ts'

/** What the operator of a server is given. */
export interface ChainToServe {
  /** Target first, then each certificate that certifies the one before it; no root. */
  readonly chain: readonly Sha256[]
  /** The same as a file. */
  readonly pem: string
  /** What it changes for every client, judged again. */
  readonly proof: Proof
  /** Where it goes: one for each kind of server. */
  readonly advice: readonly Advice[]
}

/**
 * The chain that a server should send: of the proved remedies of its operator the one after which the fewest clients reject, and, among
 * these, that sends least. So what is expired or needless goes, unless a client that was asked needs it. `octetsOf`: a certificate's DER.
 * `file`: how the file with the chain is called. `null`: the server sends what it should, or nothing proved helps.
 */
export function serveChain(
  remedies: readonly Remedy[],
  octetsOf: (sha256: Sha256) => Uint8Array | null,
  file = 'chain.pem',
): ChainToServe | null {
  const proved = remedies.flatMap((remedy) => {
    const [delta, ...others] = remedy.deltas
    const isServers = remedy.owner === 'server-operator' && others.length === 0
    return isServers && delta?.kind === 'set-sent' && remedy.proof.cures.length > 0 && remedy.proof.breaks.length === 0
      ? [{ chain: delta.chain, proof: remedy.proof }]
      : []
  })
  const [best] = proved.toSorted(
    (a, b) => a.proof.stillRejects.length - b.proof.stillRejects.length || a.chain.length - b.chain.length,
  )
  const octets = best?.chain.map(octetsOf)
  if (best === undefined || octets === undefined || !octets.every((der) => der !== null)) return null
  const pem = octets.map((der) => writePem('CERTIFICATE', der)).join('')
  return { ...best, pem, advice: places(file) }
}

/** Whose documentation: each server's own, by the names of its directives. */
const places = (file: string): readonly Advice[] =>
  servers(file).map(([server, what, command]) => ({ owner: 'server-operator', what: `${server}: ${what}`, command }))

const servers = (file: string): readonly (readonly [string, string, string])[] => [
  // ngx_http_ssl_module, ssl_certificate: the server's certificate first, then intermediates, in one file.
  ['nginx', `ssl_certificate names ${file}; ssl_certificate_key stays.`, 'nginx -t && nginx -s reload'],
  // mod_ssl, SSLCertificateFile: from 2.4.8 on the intermediates stand in it too; SSLCertificateChainFile is obsolete since.
  [
    'Apache httpd from 2.4.8',
    `SSLCertificateFile names ${file}; a line SSLCertificateChainFile goes. Before 2.4.8 the first certificate stays apart, and the rest goes into SSLCertificateChainFile.`,
    'apachectl configtest && apachectl graceful',
  ],
  // HAProxy configuration manual, bind, crt: one file with certificate, intermediates and key.
  [
    'HAProxy',
    `the file of bind … crt holds ${file} and then the private key.`,
    'haproxy -c -f /etc/haproxy/haproxy.cfg && systemctl reload haproxy',
  ],
  // Caddyfile, tls <cert_file> <key_file>: the chain in one PEM file. Certificates that Caddy gets itself need nothing.
  ['Caddy', `tls ${file} key.pem, for a certificate that Caddy did not get itself.`, 'caddy validate && caddy reload'],
  // SChannel builds the chain out of the machine's stores at the start of a binding: it takes no file of a chain.
  [
    'IIS',
    'Windows sends what it builds itself: import the intermediates into the machine’s store CA, take those that are too many out of it, and bind the certificate again.',
    `certutil -addstore CA intermediate.cer`,
  ],
  // Node, tls.createSecureContext, cert: PEM, the certificate and then its intermediates; key apart.
  [
    'Node',
    `cert: readFileSync('${file}') in the options of the server; ca is for clients’ certificates. Start it again, or call setSecureContext.`,
    '',
  ],
  // keytool and PKCS #12: a chain belongs to its private key, so it is imported with it.
  [
    'Java (Tomcat, Jetty, Spring)',
    'the key store holds the private key with its whole chain; make it anew and start the server again.',
    `openssl pkcs12 -export -in ${file} -inkey key.pem -name server -out keystore.p12`,
  ],
]
