import { connect, createSecureContext } from 'node:tls'
import { capture } from '../src/capture/capture.ts'

/** A version of TLS as the two sides name it. */
export const versions = [
  { name: '1.2', hello: 'tls1.2', node: 'TLSv1.2' },
  { name: '1.3', hello: 'tls1.3', node: 'TLSv1.3' },
] as const

/** One of `versions`. */
export type Version = (typeof versions)[number]

/** How many certificates the server sends. */
const sent = 3

/** One captured chain, from the first packet to its identity by hash. */
export const captureOnce =
  (port: number, { name, hello }: Version) =>
  async (): Promise<void> => {
    const { sends, certs } = await capture({ target: { host: 'localhost', port }, hellos: [hello], connect: '127.0.0.1' })
    const outcome = sends[0]?.outcome
    if (outcome?.kind !== 'chain' || outcome.tls?.version !== name || outcome.tls.by !== 'prober' || certs.size !== sent) {
      throw new Error(`not the chain: ${JSON.stringify(sends)}`)
    }
  }

/** What a program does that takes the chain from the runtime, at its cheapest: one context for all, no verification by Node, no reading of names. */
export function connectOnce(port: number, { node }: Version): () => Promise<void> {
  const secureContext = createSecureContext({ minVersion: node, maxVersion: node })
  return () =>
    new Promise((resolve, reject) => {
      const socket = connect(
        { host: '127.0.0.1', port, servername: 'localhost', secureContext, rejectUnauthorized: false },
        () => {
          let count = 0
          let certificate = socket.getPeerX509Certificate()
          for (; certificate !== undefined; certificate = certificate.issuerCertificate)
            count += certificate.raw.length > 0 ? 1 : 0
          socket.destroy()
          if (count === sent) resolve()
          else reject(new Error(`${count} certificates`))
        },
      )
      socket.on('error', reject)
    })
}
