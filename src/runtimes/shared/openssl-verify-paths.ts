import type { Host } from '../../host/host.ts'
import { misnamed } from './misnamed.ts'
import { type OpensslDefaults, opensslDefaults } from './openssl-environment.ts'
import { isOfNix, nixBundle } from './nix-store.ts'
import { placeIn } from './place.ts'

/** Names that people give to the two variables. */
const aliases = {
  SSL_CA_FILE: 'SSL_CERT_FILE',
  SSL_CAFILE: 'SSL_CERT_FILE',
  SSL_CA_BUNDLE: 'SSL_CERT_FILE',
  SSL_CERT: 'SSL_CERT_FILE',
  SSL_CERT_PATH: 'SSL_CERT_DIR',
  SSL_CA_DIR: 'SSL_CERT_DIR',
  OPENSSL_CERT_FILE: 'SSL_CERT_FILE',
}

/**
 * What a `program` that leaves the choice to OpenSSL asks: see `opensslDefaults`. `folder` is OPENSSLDIR; the pair in it is `cert.pem`
 * and `certs` (include/internal/common.h), but for a library of nixpkgs, whose folder is never there (openssl/default.nix, postInstall). Observed with openssl 3.0.19, Ruby 3.1 and PHP 8.2 too.
 * `named`: what the program itself looks for in the place of `cert.pem`.
 */
export function opensslVerifyPaths(
  host: Host,
  folder: string,
  version: string,
  program: string,
  named: string | null = null,
): OpensslDefaults {
  const file = named ?? (isOfNix(host, program) ? nixBundle(host) : placeIn(host, folder, 'cert.pem'))
  const paths = { file, folder: placeIn(host, folder, 'certs'), takesFileAsFolder: /^[3-9]/.test(version) }
  const defaults = opensslDefaults(host, paths, program)
  const wrong = misnamed(host, ['SSL_CERT_FILE', 'SSL_CERT_DIR'], aliases)
  return { ...defaults, withoutEffect: [...defaults.withoutEffect, ...wrong] }
}

/** OPENSSLDIR in what `openssl version -a` prints, or a program that repeats it; `null`: it does not say. */
export const opensslFolderIn = (text: string): string | null => /^\s*OPENSSLDIR: "(.*)"/m.exec(text)?.[1] ?? null
