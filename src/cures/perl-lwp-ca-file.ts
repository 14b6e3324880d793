import { isOf } from './shared/served.ts'
import { variableCure } from './shared/variable-cure.ts'

/**
 * PERL_LWP_SSL_CA_FILE takes the place of the file that LWP::Protocol::https names itself, as Debian's copy and that of its authors up to
 * 6.10 do: SSL_CERT_FILE does not reach those (observed, see runtimes/lwp; LWP::UserAgent, ENVIRONMENT).
 */
export const perlLwpCaFile = variableCure({
  id: 'perl-lwp-ca-file',
  title: 'PERL_LWP_SSL_CA_FILE',
  name: 'PERL_LWP_SSL_CA_FILE',
  owner: 'user',
  tried: 'real-tool',
  reaches: isOf('lwp'),
  effect: 'replaces',
  notes: ["Programs that give LWP's ssl_opts a file of their own, and Perl's other clients, do not read it."],
})
