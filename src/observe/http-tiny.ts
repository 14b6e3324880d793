import type { Probe } from './probe.ts'
import { bracketed, direct } from './shared/direct.ts'
import { scriptAnswer } from './shared/script-answer.ts'

/**
 * A HEAD to the address, under the name (`peer`, from 0.057 on). What came back but its own status 599 came through a handshake; that says before
 * IO::Socket::SSL's sentence which host it was (lib/HTTP/Tiny.pm, start_ssl and request).
 */
const script = `use strict; use HTTP::Tiny;
my ($address, $url) = @ARGV;
my $answer = HTTP::Tiny->new(timeout => 8, max_redirect => 0)->request('HEAD', $url, { peer => $address });
my $why = $answer->{content};
$why =~ s/^SSL connection failed for \\S+: //;
print $answer->{status} != 599 ? "ACCEPT\\n" : ($why =~ /verif|SSL_ca_file/ ? "REJECT" : "FAILED") . "\\n$why\\n";`

/** Perl's HTTP::Tiny before 0.089, where it verifies of itself. `-f`: no sitecustomize.pl; PERL5OPT and PERL5LIB do not go on. */
export const httpTiny: Probe = {
  runtime: 'http-tiny',
  trusts: ['SSL_CERT_FILE', 'SSL_CERT_DIR'],
  invoke: direct((_, { asking, address, port, host }) => ({
    argv: [asking.installation.path, '-f', '-e', script, address, `https://${bracketed(host)}:${port}/`],
  })),
  read: scriptAnswer,
}
