import type { Host } from '../../host/host.ts'
import type { Asking, Setting, WithoutEffect } from '../../model/machine.ts'
import { realPlace } from './place.ts'
import { variable } from './setting.ts'

/** What the libraries of nixpkgs ask before all else. Programs of other systems do not know it. */
export const nixVariable = 'NIX_SSL_CERT_FILE'

/** Where this was read; none of it was run. */
const source =
  'read in source, never run: NixOS/nixpkgs 1181bb22b6: pkgs/development/libraries/openssl/3.0/nix-ssl-cert-file.patch (by_file.c asks NIX_SSL_CERT_FILE, then ' +
  'SSL_CERT_FILE, each even when it leads nowhere or is empty; 1.1 does the same) and 6ed513ea26: openssl/tests/certificate-discovery.nix; 03beb85aac: gnutls/nix-ssl-cert-file.patch; ' +
  '06028a8aa5: by-name/cu/curlMinimal (--with-ca-fallback); 02efcfc42a: compilers/go/1.17.nix, the last with ssl-cert-file-1.16.patch; 005ab72f9c: web/nodejs/nodejs.nix (--openssl-use-def-ca-store)'

/** Whether a program lies in the Nix store, wherever a profile's links start: its libraries are those of nixpkgs. */
export const isOfNix = (host: Host, program: string): boolean => realPlace(host, program).startsWith('/nix/store/')

/**
 * The bundle that nixpkgs' OpenSSL is built to read instead of `cert.pem` (use-etc-ssl-certs.patch and use-etc-ssl-certs-darwin.patch at
 * 5cd0102492 and 1ce00c199e). Newer ones on Linux read that of the default profile where the first is not there, which is not told here.
 */
export const nixBundle = (host: Host): string =>
  host.platform === 'darwin' ? '/nix/var/nix/profiles/default/etc/ssl/certs/ca-bundle.crt' : '/etc/ssl/certs/ca-certificates.crt'

/** NIX_SSL_CERT_FILE where this program asks it and it is set, to nothing too; `null` otherwise. */
export const nixSetting = (host: Host, program: string): Setting | null => {
  const value = host.env[nixVariable]
  return value === undefined || !isOfNix(host, program) ? null : variable(nixVariable, value)
}

/**
 * What stdenv sets both variables to, so that a build trusts nothing that it did not name (NixOS/nixpkgs 183939da54:
 * pkgs/stdenv/generic/setup.sh); `nix-shell --pure` and `nix develop` hand it on.
 */
export const nixNoFile = '/no-cert-file.crt'

/** An asking with what Nix' variable means to it: to programs that do not ask it, nothing. */
export function withNix(host: Host, asking: Asking): Asking {
  const value = host.env[nixVariable] ?? ''
  const { why, overrides, withoutEffect, stores, installation } = asking
  const isTold =
    [why, ...overrides, ...withoutEffect.map(({ setting }) => setting)].some(({ name }) => name === nixVariable) ||
    stores.some(({ store }) => store === value)
  const unread: readonly WithoutEffect[] =
    isTold || value === ''
      ? []
      : [{ setting: variable(nixVariable, value), reason: 'other-runtime', params: { by: readers(host, installation.path) } }]
  return {
    ...asking,
    withoutEffect: [...withoutEffect.map(withSandbox), ...unread],
    source: isOfNix(host, installation.path) ? `${asking.source}; ${source}` : asking.source,
  }
}

/** IO::Socket::SSL of the Nix store names OpenSSL a file itself, so that it is not asked there either. */
const readers = (host: Host, program: string): string =>
  isOfNix(host, program) ? 'OpenSSL and GnuTLS of the Nix store where nobody names them a file' : 'programs of the Nix store'

const withSandbox = (one: WithoutEffect): WithoutEffect =>
  one.reason === 'no-such-file' && one.setting.value === nixNoFile ? { ...one, params: { ...one.params, sandbox: 'Nix' } } : one
