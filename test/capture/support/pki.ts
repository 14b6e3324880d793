import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openssl } from './tools.ts'

/** One kind of key: a leaf for localhost, its issuer, its root. Names of files without suffix. */
export type Kind = 'rsa' | 'ec'

/** Certificates of a test's own authorities, in a folder of their own. */
export interface Pki {
  readonly directory: string
  /** Path of a file in the folder. */
  readonly file: (name: string) => string
  /** DER of `<name>.pem`. */
  readonly der: (name: string) => Buffer
  /** Writes a PEM file of the named certificates in this order, and gives its path. */
  readonly bundle: (name: string, certificates: readonly string[]) => string
  readonly remove: () => void
}

const newKey: Readonly<Record<Kind, readonly string[]>> = {
  rsa: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  ec: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
}

/** Mints `<kind>-root`, `<kind>-int`, `<kind>-leaf`, each `.pem` and `.key`, and an unrelated root `other`. */
export function mintPki(kinds: readonly Kind[] = ['rsa', 'ec']): Pki {
  const directory = mkdtempSync(join(tmpdir(), 'rootcause-capture-'))
  const run = (...args: readonly string[]): Buffer => openssl(directory, ...args)
  const file = (name: string): string => join(directory, name)
  const selfSigned = (name: string, kind: Kind): void => {
    run('genpkey', ...newKey[kind], '-out', `${name}.key`)
    run('req', '-x509', '-new', '-key', `${name}.key`, '-subj', `/CN=${name}`, '-days', '3650', '-out', `${name}.pem`)
  }
  const issued = (name: string, kind: Kind, issuer: string, subject: string, extensions: string): void => {
    run('genpkey', ...newKey[kind], '-out', `${name}.key`)
    run('req', '-new', '-key', `${name}.key`, '-subj', subject, '-out', `${name}.csr`)
    writeFileSync(file(`${name}.ext`), extensions)
    const authority = ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-CAcreateserial']
    run('x509', '-req', '-in', `${name}.csr`, ...authority, '-days', '3650', '-extfile', `${name}.ext`, '-out', `${name}.pem`)
  }
  for (const kind of kinds) {
    selfSigned(`${kind}-root`, kind)
    issued(`${kind}-int`, kind, `${kind}-root`, `/CN=${kind}-int`, 'basicConstraints=critical,CA:TRUE\n')
    issued(`${kind}-leaf`, kind, `${kind}-int`, '/CN=localhost', 'subjectAltName=DNS:localhost\n')
  }
  selfSigned('other', 'ec')
  const pem = (name: string): string => readFileSync(file(`${name}.pem`), 'latin1')
  return {
    directory,
    file,
    der: (name) => Buffer.from(pem(name).replace(/-----[^-]+-----|\s/g, ''), 'base64'),
    bundle(name, certificates) {
      writeFileSync(file(name), certificates.map(pem).join(''))
      return file(name)
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}

/** What no path builder would send: an unrelated root, the leaf again, the issuer twice, another unrelated one. Behind a leaf. */
export const oddTail = (kind: Kind): readonly string[] => ['other', `${kind}-leaf`, `${kind}-int`, `${kind}-int`, 'other']
