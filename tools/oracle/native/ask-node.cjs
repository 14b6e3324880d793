// Reads one case a line, see fuzz/on-loopback.ts, and tells for each `accepted` or the line that an uncaught error prints.
const net = require('node:net')
const readline = require('node:readline')
const tls = require('node:tls')

// Milliseconds after which a server that says nothing is left.
const limit = 10_000

function answer({ faketime, port, host, store }) {
  process.env.FAKETIME = faketime
  return new Promise((resolve) => {
    const plain = net.connect(port, '127.0.0.1')
    const tell = (text) => {
      clearTimeout(timer)
      plain.destroy()
      resolve(text.replace(/\s+/g, ' '))
    }
    const timer = setTimeout(() => tell('no answer: nothing came'), limit)
    const failed = (error) => tell(told(error))
    plain.on('error', failed)
    try {
      const name = net.isIP(host) ? { host } : { host, servername: host }
      const socket = tls.connect({ ...name, socket: plain, ca: store }, () => tell('accepted'))
      socket.on('error', failed)
    } catch (error) {
      failed(error)
    }
  })
}

const told = ({ code, message }) =>
  code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? `Error [${code}]: ${message}` : `Error: ${message} (${code})`

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(`${await answer(JSON.parse(line))}\n`)
  }
}
void main()
