import type { GeneralName, GeneralSubtree } from '../../../src/model/extension.ts'
import { isoTime } from '../../../src/model/time.ts'
import { readCertificate } from '../../../src/x509/certificate.ts'
import type { Shrunk } from './shrink.ts'

/** A small case for the reader: what was done, what each side said, and each certificate in a line. */
export function describeCase({ one, theirs, ours }: Shrunk): string {
  const row = (der: Uint8Array): string => {
    const c = readCertificate(der)
    const own = c.issuer.raw === c.subject.raw ? ' self-issued' : ''
    const extensions = c.extensions.map((e) => `${e.oid.replace('2.5.29.', '')}${e.critical ? '!' : ''}`).join(' ')
    const key = `${c.subjectPublicKeyInfo.key.kind}-${c.subjectPublicKeyInfo.key.bits}`
    const names = [
      ...(c.subjectAltName === null ? [] : [`names ${c.subjectAltName.names.map(nameText).join(', ')}`]),
      ...(c.nameConstraints === null
        ? []
        : [`permitted ${subtrees(c.nameConstraints.permitted)} excluded ${subtrees(c.nameConstraints.excluded)}`]),
    ].join(' ')
    const odd = c.anomalies.map((a) => a.code).join(' ')
    return (
      `      ${commonName(c.subject.canonical)} by ${commonName(c.issuer.canonical)}${own} ${key} ` +
      `${isoTime(c.notBefore)}..${isoTime(c.notAfter)} v${c.version} [${extensions}] ${odd} ${names}\n`
    )
  }
  return (
    `    ${one.id} ${one.done.join(', ')}; host ${one.host}; at ${isoTime(one.at)}\n` +
    `      theirs: ${theirs}\n      ours:   ${ours}\n    sent\n${one.sent.map(row).join('')}    store\n${one.store.map(row).join('')}`
  )
}

const nameText = (name: GeneralName): string => {
  if (name.kind === 'directory') return `directory '${printable(name.value.canonical)}'`
  return `${name.kind} '${typeof name.value === 'string' ? printable(name.value) : Buffer.from(name.value).toString('hex')}'`
}

const subtrees = (list: readonly GeneralSubtree[]): string => list.map(({ base }) => nameText(base)).join(', ')

const printable = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, '·')

const commonName = (canonical: string): string => printable(canonical.slice(-40))
