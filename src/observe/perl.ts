import type { Probe } from './probe.ts'
import { direct } from './shared/direct.ts'
import { scriptAnswer } from './shared/script-answer.ts'

const script = `use strict; use IO::Socket::SSL;
my ($address, $port, $host) = @ARGV;
my $socket = IO::Socket::SSL->new(
  PeerAddr => $address, PeerPort => $port, Timeout => 8,
  SSL_hostname => ($host =~ /^[\\d.]+$|:/ ? '' : $host), SSL_verifycn_name => $host, SSL_verifycn_scheme => 'http',
  SSL_verify_mode => SSL_VERIFY_PEER);
my $why = $SSL_ERROR || $@ || $!;
print $socket ? "ACCEPT\\n" : ($why =~ /verif/ ? "REJECT" : "FAILED") . "\\n$why\\n";`

/** Perl's IO::Socket::SSL. `-f`: no sitecustomize.pl; PERL5OPT and PERL5LIB do not go on. */
export const perl: Probe = {
  runtime: 'perl',
  trusts: ['SSL_CERT_FILE', 'SSL_CERT_DIR'],
  invoke: direct((_, { asking, address, port, host }) => ({
    argv: [asking.installation.path, '-f', '-e', script, address, String(port), host],
  })),
  read: scriptAnswer,
}
