import { writeFileSync } from 'node:fs'
import process from 'node:process'
import { certificatesPem } from '../src/lab/pem.ts'
import { labHost, usualChain } from '../src/lab/shapes.ts'
import { labTlsServer } from '../src/lab/tls-server.ts'
import { seconds } from '../src/model/time.ts'

/*
 * The server of the benchmarks: leaf, intermediate and root sent, P-256, TLS 1.2 and 1.3, on a free port of loopback. Writes the
 * root to the file that it is given, then its port to standard output, and ends when its standard input does.
 */

const [file = ''] = process.argv.slice(2)
const { leaf, intermediate, root, entities } = usualChain(labHost, seconds(Math.floor(Date.now() / 1000)))
writeFileSync(file, certificatesPem([root]))
const server = labTlsServer([{ chain: [leaf, intermediate, root], key: entities.leaf.key.privateKey }])
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${address !== null && typeof address === 'object' ? address.port : 0}\n`)
})
process.stdin.resume().on('end', () => process.exit())
