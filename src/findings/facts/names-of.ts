import type { Certificate } from '../../model/certificate.ts'
import { ipText } from '../../model/ip-text.ts'
import { escapeUnprintable } from '../../x509/printable.ts'

/** The host names and addresses that a certificate is for, by its subjectAltName, joined by `, ` and safe to print; empty: none. */
export function namesOf({ subjectAltName }: Certificate): string {
  const names = (subjectAltName?.names ?? []).flatMap((name) => {
    if (name.kind === 'dns') return [escapeUnprintable(name.value)]
    return name.kind === 'ip' ? [ipText(name.value)] : []
  })
  return names.join(', ')
}
