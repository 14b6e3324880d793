import { spawn } from 'node:child_process'
import { connect, createServer } from 'node:net'
import { cleanEnvironment } from './tools.ts'

/** A real server in a process of its own. */
export interface ServerProcess {
  readonly port: number
  stop(): Promise<void>
}

/** How long a server may take to listen, in milliseconds. */
const startMs = 10_000

/** Starts `openssl s_server` with these options and waits until it says that it accepts. */
export function opensslServer(...options: readonly string[]): Promise<ServerProcess> {
  return start('openssl', ['s_server', '-accept', '127.0.0.1:0', ...options], (output) => {
    const port = /^ACCEPT \S*:(\d+)$/m.exec(output)?.[1]
    return port === undefined ? null : Number(port)
  })
}

/** Starts a server that cannot tell its port, on one that was free a moment ago, and waits until it can be connected to. */
export async function serverOnFreePort(command: string, args: (port: number) => readonly string[]): Promise<ServerProcess> {
  const port = await freePort()
  let ready = false
  const probe = (): void => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      ready = true
      socket.destroy()
    })
    socket.on('error', () => socket.destroy())
  }
  const poll = setInterval(probe, 20)
  try {
    return await start(command, args(port), () => (ready ? port : null))
  } finally {
    clearInterval(poll)
  }
}

function start(command: string, args: readonly string[], portIn: (output: string) => number | null): Promise<ServerProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: cleanEnvironment, stdio: ['pipe', 'pipe', 'pipe'] })
    let output = ''
    const exited = new Promise<void>((done) => child.once('exit', () => done()))
    const stop = (): Promise<void> => {
      child.kill('SIGKILL')
      return exited
    }
    const look = (): void => {
      const port = portIn(output)
      if (port === null) return
      settle()
      resolve({ port, stop })
    }
    const fail = (why: string): void => {
      settle()
      void stop()
      reject(new Error(`${command} ${args.join(' ')}: ${why}\n${output}`))
    }
    const timer = setTimeout(() => fail('did not listen in time'), startMs)
    const poll = setInterval(look, 10)
    const settle = (): void => {
      clearTimeout(timer)
      clearInterval(poll)
      child.removeListener('exit', died)
    }
    const died = (): void => fail('ended')
    child.once('exit', died)
    child.once('error', (error) => fail(String(error)))
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString('latin1')))
  })
}

/** A port on which nothing listened a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
