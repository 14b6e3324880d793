// Runs on every Node since 0.12, and on Bun. Arguments: port, host, file of authorities.
var fs = require('fs')
var net = require('net')
var tls = require('tls')

var host = process.argv[3]
var store = fs.readFileSync(process.argv[4], 'latin1').split(/(?=-----BEGIN)/)
var options = { host: net.isIP(host) ? host : '127.0.0.1', port: Number(process.argv[2]), ca: store, rejectUnauthorized: true }
if (!net.isIP(host)) options.servername = host

function tell(text) {
  process.stdout.write(text + '\n', function () {
    process.exit(0)
  })
}

var socket
try {
  socket = tls.connect(options, function () {
    tell('ACCEPT')
  })
  socket.on('error', function (error) {
    tell('REJECT ' + (error.code ? error.code + ' | ' : '| ') + error.message)
  })
} catch (error) {
  tell('FAILED ' + error.message)
}
