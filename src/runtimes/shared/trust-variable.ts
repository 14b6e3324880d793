import type { Host } from '../../host/host.ts'
import type { Setting, WithoutEffect } from '../../model/machine.ts'
import { type CertificateFile, readCertificateFile } from '../../x509/certificate-file.ts'
import { withoutPasswords } from './setting.ts'
import { fromHere, kindAt, namesIn, placeIn, realPlace } from './place.ts'

/** What a setting that names a file or a folder of certificates leads to. */
export type Led = { readonly path: string; readonly kind: 'file' | 'directory' } | { readonly lost: WithoutEffect }

/** Forms of a file that a program reads: PEM alone, as all libraries do that take a bundle, or whatever holds certificates (.NET). */
export type ReadForms = 'pem' | 'any'

/** Follows a setting to what it names. `value` is the whole of it, or one folder of its list. */
export function followed(
  host: Host,
  setting: Setting,
  value: string,
  wanted: 'file' | 'directory' | 'either',
  forms: ReadForms = 'pem',
): Led {
  const path = fromHere(host, value)
  const kind = kindAt(host, path)
  // A value may be an address with a password in it.
  const lost = (reason: WithoutEffect['reason'], params: Readonly<Record<string, string>>): Led => ({
    lost: {
      setting,
      reason,
      params: Object.fromEntries(Object.entries(params).map(([key, text]) => [key, withoutPasswords(text)])),
    },
  })
  if (kind === null) {
    const plain = expanded(host, value)
    if (plain !== value) return lost('not-expanded', { path: value, ...(kindAt(host, plain) === null ? {} : { instead: plain }) })
    return lost('no-such-file', { path: value })
  }
  if (wanted !== 'either' && kind !== wanted) return lost('wrong-kind', { path, is: kind, wanted })
  const other = kind === 'file' ? unreadForm(host, path, forms) : null
  if (other === null) return { path, kind }
  return lost('no-certificate', { path, ...(other === '' ? {} : { form: other, instead: inPem(other, path) }) })
}

/**
 * Why no certificate is read from a file: it holds none (empty), or in another form, which OpenSSL's by_file.c, GnuTLS, Go's AppendCertsFromPEM and
 * Node pass over (observed: curl 7.88.1, Go 1.19.8, Python 3.11, git 2.39.5, Node 20.20.2). `null`: some are; a file that may not be opened is taken to.
 */
function unreadForm(host: Host, path: string, forms: ReadForms): string | null {
  try {
    const bytes = host.readFile(path)
    const { certificates, form } = bytes === null ? nothing : readCertificateFile(bytes)
    if (certificates.length === 0) return ''
    if (forms === 'any' || (form !== 'der' && form !== 'pkcs7')) return null
    return form === 'der' ? 'DER' : bytes?.[0] === 0x30 ? 'PKCS #7 in DER' : 'PKCS #7'
  } catch {
    return null
  }
}

/** A command that gives the same as PEM. */
const inPem = (form: string, path: string): string =>
  `what "openssl ${form === 'DER' ? 'x509' : 'pkcs7 -print_certs'}${form.endsWith('DER') ? ' -inform der' : ''} -in ${path}" prints`

const nothing: Pick<CertificateFile, 'certificates' | 'form'> = { certificates: [], form: 'none' }

/** As a shell would have read it: without quotes and blanks, with `~` and variables replaced. */
function expanded(host: Host, value: string): string {
  return value
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .replace(/^["']|["']$/g, '')
    .replace(/^~(?=[\\/]|$)/, () => host.home)
    .replace(/%([^%]+)%|\$\{(\w+)\}|\$(\w+)/g, (all, a?: string, b?: string, c?: string) => host.env[a ?? b ?? c ?? ''] ?? all)
}

/** Whether a file holds a certificate in PEM; a file that may not be opened is taken to. */
export const holdsCertificates = (host: Host, path: string): boolean => unreadForm(host, path, 'pem') === null

/** The form of a name by which OpenSSL looks in a folder: X509_NAME_hash and a number (crypto/x509/by_dir.c). */
const hashName = /^[0-9a-f]{8}\.\d+$/

/**
 * Files of a folder with a certificate that OpenSSL does not find, for no hash name leads to it. A bundle beside the links holds only
 * what they lead to, and is none.
 */
export function withoutHashName(host: Host, folder: string): readonly string[] {
  const names = namesIn(host, folder)
  const places = names.map((name) => ({ name, path: placeIn(host, folder, name) }))
  const linked = places.filter(({ name }) => hashName.test(name)).map(({ path }) => realPlace(host, path))
  const led = new Set(linked)
  const others = places.filter(
    ({ name, path }) => /\.(pem|crt|cer|der)$/i.test(name) && kindAt(host, path) === 'file' && !led.has(realPlace(host, path)),
  )
  if (others.length === 0) return []
  const found = new Set(linked.flatMap((path) => (path === null ? [] : keysOf(host, path))))
  return others.filter(({ path }) => keysOf(host, path).some((key) => !found.has(key))).map(({ name }) => name)
}

/** The certificates of a file, each by its octets; a file that may not be opened has one of its own. */
function keysOf(host: Host, path: string): readonly string[] {
  try {
    const bytes = host.readFile(path)
    return bytes === null ? [] : readCertificateFile(bytes).certificates.map(({ der }) => new TextDecoder('latin1').decode(der))
  } catch {
    return [path]
  }
}

/** Whether OpenSSL finds anything in a folder. */
export const hasHashNames = (host: Host, folder: string): boolean => namesIn(host, folder).some((name) => hashName.test(name))
