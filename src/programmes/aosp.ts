import type { PublishedSource } from './published-source.ts'
import { type Said, said, unreadable } from './shared/content.ts'
import { gunzip } from './shared/gzip.ts'
import { pemCertificates } from './shared/pem-certificates.ts'
import { readTar } from './shared/tar.ts'

/** Most that the archive holds unpacked. Ours; 2026 it is about 2 MB. */
const mostUnpacked = 24_000_000

/**
 * Android's own list: platform/system/ca-certificates, the folder `files` as the archive that Gitiles makes of it (`.tar.gz`). Each file
 * is one certificate as PEM, with its text, and named by the hash of its subject: `01419da9.0`. All are for TLS.
 */
export const aosp: PublishedSource = {
  id: 'aosp',
  title: "Android's ca-certificates (AOSP)",
  programmes: ['google'],
  believed: 'transport',
  maxOctets: 6_000_000,
  read: (bytes, { fetchedAt, inflate }) => {
    const archive = gunzip(bytes, inflate, mostUnpacked)
    const files = archive === null ? null : readTar(archive)
    if (files === null) return unreadable('this is no whole .tar.gz archive')
    const statements: Said[] = []
    const certificates: Uint8Array[] = []
    for (const { name, content } of files) {
      if (!/(?:^|\/)[0-9a-f]{8}\.\d{1,2}$/.test(name)) continue
      const found = pemCertificates(content)
      if (typeof found === 'string') return unreadable(found)
      const [only, ...more] = found
      if (only === undefined || more.length > 0) return unreadable('a file of a certificate holds none, or several')
      statements.push(said('google', only.sha256, 'included'))
      certificates.push(only.der)
    }
    return certificates.length === 0
      ? unreadable('it holds no certificate')
      : { kind: 'content', asOf: fetchedAt, issue: '', statements, certificates }
  },
}
