import { isOfNix, nixVariable } from '../runtimes/shared/nix-store.ts'
import { variableCure } from './shared/variable-cure.ts'

/**
 * NIX_SSL_CERT_FILE, which programs of the Nix store obey before SSL_CERT_FILE, and GnuTLS' there alone (see runtimes/shared/nix-store). Whom
 * it really moves is asked of the runtimes: curl, say, reads SSL_CERT_FILE itself.
 */
export const nixSslCertFile = variableCure({
  id: 'nix-ssl-cert-file',
  title: nixVariable,
  name: nixVariable,
  owner: 'user',
  tried: 'real-tool',
  reaches: ({ installation, why }, host) => why.name === nixVariable || isOfNix(host, installation.path),
  effect: 'replaces',
  notes: [
    'Programs of the Nix store verify with this file afterwards; those of other systems do not read it.',
    'Proved with Nix itself; that programs of the Nix store read it first was read in their source.',
  ],
})
