# Arguments: port, host, file of authorities.
use strict;
use IO::Socket::SSL;
my ($port, $host, $store) = @ARGV;
my $socket = IO::Socket::SSL->new(
    PeerAddr => '127.0.0.1', PeerPort => $port, Timeout => 8,
    SSL_hostname => ($host =~ /^[\d.]+$/ ? '' : $host), SSL_verifycn_name => $host, SSL_verifycn_scheme => 'http',
    SSL_ca_file => $store, SSL_verify_mode => SSL_VERIFY_PEER);
print $socket ? "ACCEPT\n" : "REJECT $SSL_ERROR\n";
