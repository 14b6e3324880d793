import type { KeyObject } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { caCertificate, leafCertificate, rootCertificate } from '../../../src/lab/authority.ts'
import { certificatesPem } from '../../../src/lab/pem.ts'
import { around, authority, loopbackNames, server as serverEntity, utc } from '../../../src/lab/shapes.ts'
import { temporaryFolder } from '../../support/tool.ts'

/** A server on loopback that only its root vouches for. */
export interface TestServer {
  readonly root: Uint8Array
  /** The file that holds the root. */
  readonly pem: string
  readonly port: number
}

/** Servers, each under an authority with a name and a key of its own: p11-kit ties what it says of a root to the key. */
export interface TestServers {
  readonly at: (index: number) => TestServer
  readonly close: () => Promise<void>
}

/** Real clients look at real clocks: valid for decades. */
const long = around(utc('2026-01-01T00:00:00Z'), -1000, 9000)

/** What a server sends, leaf first, under which key, and the root that a store is to hold. */
export interface Served {
  readonly chain: readonly Uint8Array[]
  readonly root: Uint8Array
  /** Of the leaf; the lab's usual server's by default. */
  readonly key?: KeyObject
}

const leaf = serverEntity()

/** Leaf and intermediate under a root of this name. */
export function usualServed(name: string): Served {
  const [root, intermediate] = [authority(name, `Root ${name}`), authority(name, `Intermediate ${name}`)]
  const chain = [leafCertificate(intermediate, leaf, long, loopbackNames), caCertificate(root, intermediate, long)]
  return { chain, root: rootCertificate(root, long) }
}

/** Starts a server for each. */
export async function testServers(all: readonly Served[]): Promise<TestServers> {
  const { path, remove } = temporaryFolder()
  const running: Server[] = []
  const made: TestServer[] = []
  for (const [i, { chain, root, key: own = leaf.key.privateKey }] of all.entries()) {
    const key = own.export({ type: 'pkcs8', format: 'pem' })
    const one = createServer({ key, cert: certificatesPem(chain) }, (_, response) => {
      response.end('{}')
    })
    // A client that rejects ends the connection.
    one.on('tlsClientError', () => {})
    await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve))
    running.push(one)
    const pem = join(path, `${i}.pem`)
    writeFileSync(pem, certificatesPem([root]))
    made.push({ root, pem, port: (one.address() as AddressInfo).port })
  }
  return {
    at: (index) => {
      const found = made[index]
      if (found === undefined) throw new Error(`there is no server ${index}`)
      return found
    },
    close: async () => {
      for (const own of running) own.closeAllConnections()
      await Promise.all(running.map((own) => new Promise((resolve) => own.close(resolve))))
      remove()
    },
  }
}
