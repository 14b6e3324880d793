import type { Probe } from './probe.ts'
import { direct } from './shared/direct.ts'
import { scriptAnswer } from './shared/script-answer.ts'

const script = `require 'openssl'
require 'socket'
address, port, host = ARGV
begin
  context = OpenSSL::SSL::SSLContext.new
  context.set_params(verify_hostname: true)
  socket = OpenSSL::SSL::SSLSocket.new(Socket.tcp(address, port.to_i, connect_timeout: 8), context)
  socket.hostname = host unless host =~ /\\A[\\d.]+\\z|:/
  socket.connect
  socket.post_connection_check(host)
  puts 'ACCEPT'
rescue OpenSSL::SSL::SSLError => e
  puts((e.message =~ /certificate verify failed|hostname/ ? 'REJECT' : 'FAILED') + "\\n" + e.message)
rescue StandardError => e
  puts "FAILED\\n#{e.class}: #{e.message}"
end
`

/** Ruby's openssl with its default parameters. RUBYOPT and RUBYLIB do not go on, and no gem is looked for. */
export const ruby: Probe = {
  runtime: 'ruby',
  trusts: ['SSL_CERT_FILE', 'SSL_CERT_DIR'],
  invoke: direct((_, { asking, address, port, host }) => ({
    argv: [asking.installation.path, '--disable-gems', '-e', script, address, String(port), host],
  })),
  read: scriptAnswer,
}
