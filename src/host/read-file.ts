import { closeSync, constants, fstatSync, openSync, readFileSync, readSync, type Stats, statSync } from 'node:fs'

/** Most that is read of one file, in octets: programs that carry a list of roots within them have a quarter of it. Our own bound. */
const mostOctets = 2 ** 29

/** Milliseconds for which a pipe may be silent. */
const patience = 10_000

/**
 * Reads a file whole. What is no file might never end, or never begin: a device other than `/dev/null` is refused, and so is a pipe, but
 * for one that the caller's shell opened for us (`<(...)`, `/dev/stdin`), which must say something every ten seconds.
 * Throws what the system says, or the reason.
 */
export function readWholeFile(path: string): Uint8Array {
  // Looked at before it is opened: to open some devices does something.
  if (!isReadable(statSync(path), path)) throw new Error('it is no file, but a device, a pipe or a socket')
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const now = fstatSync(descriptor)
    if (now.isFIFO()) return pipe(descriptor)
    if (now.size > mostOctets) throw new Error(`it is larger than ${mostOctets / 2 ** 20} MiB`)
    const { buffer, byteOffset, length } = readFileSync(descriptor)
    // A plain view: the methods of Buffer are slower to start than those of the language.
    return new Uint8Array(buffer, byteOffset, length)
  } finally {
    closeSync(descriptor)
  }
}

/** A directory is left to the system, which says what is wrong with it. */
const isReadable = (kind: Stats, path: string): boolean =>
  kind.isFile() || kind.isDirectory() || path === '/dev/null' || (kind.isFIFO() && ofShell.test(path))

const ofShell = /^\/(?:dev\/stdin|(?:dev|proc\/self)\/fd\/\d+)$/

function pipe(descriptor: number): Uint8Array {
  const chunks: Uint8Array[] = []
  const chunk = new Uint8Array(65_536)
  const bell = new Int32Array(new SharedArrayBuffer(4))
  let size = 0
  let silent = 0
  for (;;) {
    const read = readSome(descriptor, chunk)
    if (read === 0) return Buffer.concat(chunks)
    if (read === 'nothing yet') {
      if ((silent += 20) > patience) throw new Error(`nothing came out of the pipe for ${patience / 1000} s`)
      Atomics.wait(bell, 0, 0, 20)
      continue
    }
    silent = 0
    chunks.push(chunk.slice(0, read))
    if ((size += read) > mostOctets) throw new Error(`more than ${mostOctets / 2 ** 20} MiB came out of the pipe`)
  }
}

function readSome(descriptor: number, into: Uint8Array): number | 'nothing yet' {
  try {
    return readSync(descriptor, into)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return 'nothing yet'
    throw error
  }
}
