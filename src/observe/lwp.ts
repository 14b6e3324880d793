import type { Probe } from './probe.ts'
import { bracketed, direct } from './shared/direct.ts'
import { scriptAnswer } from './shared/script-answer.ts'

/**
 * A HEAD. LWP connects where the name leads: what is put behind the options of its socket sends it to the address, with the name that it would
 * have taken from there. What comes back with a cipher came through a handshake (LWP::Protocol::https, _get_sock_info).
 */
const script = `use strict; use LWP::UserAgent; use LWP::Protocol::http;
my ($address, $port, $host, $url) = @ARGV;
push @LWP::Protocol::http::EXTRA_SOCK_OPTS, PeerAddr => $address, SSL_verifycn_name => $host,
  SSL_hostname => ($host =~ /^[\\d.]+$|:/ ? '' : $host);
my $answer = LWP::UserAgent->new(timeout => 8, max_redirect => 0)->head($url);
my $why = $answer->message;
print defined $answer->header('Client-SSL-Cipher') ? "ACCEPT\\n" : ($why =~ /verif/ ? "REJECT" : "FAILED") . "\\n$why\\n";`

/** LWP::UserAgent of Perl. `-f`: no sitecustomize.pl; PERL5OPT and PERL5LIB do not go on. The name is checked, whatever is set. */
export const lwp: Probe = {
  runtime: 'lwp',
  trusts: ['PERL_LWP_SSL_CA_FILE', 'PERL_LWP_SSL_CA_PATH', 'HTTPS_CA_FILE', 'HTTPS_CA_DIR', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
  invoke: direct((_, { asking, address, port, host }) => ({
    argv: [
      asking.installation.path,
      '-f',
      '-e',
      script,
      bracketed(address),
      String(port),
      host,
      `https://${bracketed(host)}:${port}/`,
    ],
    env: { PERL_LWP_SSL_VERIFY_HOSTNAME: '1' },
  })),
  read: scriptAnswer,
}
