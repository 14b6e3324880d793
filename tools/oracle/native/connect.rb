# Arguments: port, host, file of authorities.
require 'openssl'
require 'socket'

port, host, store = ARGV
begin
  context = OpenSSL::SSL::SSLContext.new
  context.set_params(ca_file: store, verify_mode: OpenSSL::SSL::VERIFY_PEER, verify_hostname: true)
  socket = OpenSSL::SSL::SSLSocket.new(TCPSocket.new('127.0.0.1', port.to_i), context)
  socket.hostname = host
  socket.connect
  puts 'ACCEPT'
rescue StandardError => e
  puts "REJECT #{e.class} | #{e.message}"
end
