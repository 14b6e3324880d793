// Arguments: port, host, file of authorities.
const [port, host, store] = Deno.args
const caCerts = Deno.readTextFileSync(store).split(/(?=-----BEGIN)/)
try {
  const connection = await Deno.connect({ hostname: '127.0.0.1', port: Number(port) })
  const secure = await Deno.startTls(connection, { hostname: host, caCerts })
  await secure.handshake()
  console.log('ACCEPT')
} catch (error) {
  console.log(`REJECT ${error.name} | ${error.message}`)
}
Deno.exit(0)
