import { hash } from 'node:crypto'
import { certificateSummary } from '../diagnosis/certificate-summary.ts'
import type { HandAdded } from '../health/view.ts'
import type { Host } from '../host/host.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { AddedCertificate } from '../stores/host-additions.ts'
import { readStore } from '../stores/index.ts'
import { shipped } from '../stores/shipped.ts'
import { readCertificate } from '../x509/certificate.ts'

/** What was put into the system's store by hand, and whether the system brings it by itself. */
export async function handAdded(host: Host, added: readonly AddedCertificate[]): Promise<readonly HandAdded[]> {
  if (added.length === 0) return []
  const own = new Set(((await shipped(host, readStore)) ?? []).map(idOf))
  return added.map(({ file, der }) => {
    const sha256 = idOf(der)
    const { label, notAfter } = certificateSummary(readCertificate(der, sha256))
    return { sha256, label, file, notAfter, isShipped: own.has(sha256) }
  })
}

const idOf = (der: Uint8Array): Sha256 => hash('sha256', der) as Sha256
