import type { Certificate } from '../../model/certificate.ts'
import { formatIp } from '../../validation/checks/host-name-ip.ts'
import { escapeUnprintable } from '../../x509/printable.ts'

/** The host names and addresses that a certificate is for, by its subjectAltName, joined by `, ` and safe to print; empty: none. */
export function namesOf({ subjectAltName }: Certificate): string {
  const names = (subjectAltName?.names ?? []).flatMap((name) => {
    if (name.kind === 'dns') return [escapeUnprintable(name.value)]
    return name.kind === 'ip' ? [formatIp(name.value)] : []
  })
  return names.join(', ')
}
