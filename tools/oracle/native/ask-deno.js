// Reads one case a line, see fuzz/on-loopback.ts, and tells for each `accepted` or the line that an uncaught error prints.
async function answer({ faketime, port, host, store }) {
  Deno.env.set('FAKETIME', faketime)
  const plain = await Deno.connect({ hostname: '127.0.0.1', port })
  let connection = plain
  try {
    connection = await Deno.startTls(plain, { hostname: host, caCerts: store })
    await connection.handshake()
    return 'accepted'
  } catch (error) {
    // A server that has to send what no library would ends so once the client went on: then the chain was good enough.
    if (error.message === 'received fatal alert: HandshakeFailure') return 'accepted'
    return `${error.name}: ${error.message.replaceAll(/\s+/g, ' ')}`
  } finally {
    try {
      connection.close()
    } catch {
      // It has come to an end of its own.
    }
  }
}

const cases = (await new Response(Deno.stdin.readable).text()).trimEnd().split('\n')
for (const line of cases) console.log(await answer(JSON.parse(line)))
Deno.exit(0)
