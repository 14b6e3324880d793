import type { GeneralName } from '../../model/extension.ts'
import type { Name } from '../../model/name.ts'
import { ipText } from '../../model/ip-text.ts'
import { groupsOf } from './host-name-ip.ts'

/** One name as Node's `subjectAltName` text has it: src/crypto/crypto_common.cc and ncrypto.cc, PrintGeneralName. */
export function nodeText(name: GeneralName): string {
  switch (name.kind) {
    case 'dns':
      return `DNS:${quoted(name.value)}`
    case 'email':
      return `email:${quoted(name.value)}`
    case 'uri':
      return `URI:${quoted(name.value)}`
    case 'ip':
      return `IP Address:${addressText(name.value)}`
    case 'directory':
      return `DirName:${quoted(directoryText(name.value), /["\\',]|[^\x20-\x7e\x80-\uffff]/)}`
    case 'registered-id':
      return `Registered ID:${name.value}`
    case 'other':
      return 'othername:<unsupported>'
    case 'x400':
      return 'X400Name:<unsupported>'
    case 'edi-party':
      return 'EdiPartyName:<unsupported>'
    case 'unknown':
      return '<unsupported>'
  }
}

/** A text that could be mistaken for several names is a JSON string, commas escaped as well (CVE-2021-44532). */
function quoted(text: string, unsafe = /["\\',]|[^\x20-\x7e]/): string {
  if (!unsafe.test(text)) return text
  const unicode = (c: string) => (unsafe.test(c) && c !== "'" ? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}` : c)
  return `"${text.replace(/["\\]|[^"\\]/g, (c) => (c === '"' || c === '\\' ? `\\${c}` : unicode(c)))}"`
}

/** As OpenSSL prints it: upper case, no zeros left out. */
function addressText(octets: Uint8Array): string {
  if (octets.length !== 16) return octets.length === 4 ? ipText(octets) : `<invalid length=${octets.length}>`
  return groupsOf(octets)
    .map((group) => group.toString(16).toUpperCase())
    .join(':')
}

/** RFC 2253 with OpenSSL's short names. */
function directoryText(name: Name): string {
  const rdns = name.rdns.map((rdn) =>
    rdn.map(({ type, value }) => `${shortName.get(type) ?? type}=${escapeValue(value)}`).join('+'),
  )
  return rdns.reverse().join(',')
}

/** RFC 2253 §2.4. */
const escapeValue = (text: string): string => text.replace(/[,+"\\<>;]|^[ #]| $/g, '\\$&')

const shortName: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.5', 'serialNumber'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.9', 'street'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['1.2.840.113549.1.9.1', 'emailAddress'],
])
