import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

/** A socket seen through a pipe that lets one octet out every so many milliseconds. What comes in is not held up. */
export function slowSocket(socket: Socket, pace: number): Duplex {
  let timer: NodeJS.Timeout | undefined
  const slow = new Duplex({
    read: () => {
      socket.resume()
    },
    write: (chunk: Buffer, _encoding, done) => {
      let at = 0
      timer = setInterval(() => {
        if (at < chunk.length && socket.writable) {
          socket.write(chunk.subarray(at, ++at))
          return
        }
        clearInterval(timer)
        done()
      }, pace)
    },
    final: (done) => {
      socket.end()
      done()
    },
    destroy: (error, done) => {
      clearInterval(timer)
      socket.destroy()
      done(error)
    },
  })
  socket.setNoDelay(true)
  socket.on('data', (data) => {
    if (!slow.push(data)) socket.pause()
  })
  socket.on('end', () => slow.push(null))
  socket.on('close', () => slow.destroy())
  return slow
}
