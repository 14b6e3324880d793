import { hash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../host/host.ts'
import { cacheFolder as userCacheFolder } from '../host/user-folders.ts'
import type { UnixSeconds } from '../model/time.ts'
import { readCertificateFile } from '../x509/certificate-file.ts'

/** What was fetched lately, by address. What it gives is data like what a network gives: it is verified by whoever asks. */
export interface FetchedCache {
  /** `null`: not there, or too old. */
  readonly get: (address: string) => readonly Uint8Array[] | null
  readonly put: (address: string, certificates: readonly Uint8Array[]) => void
}

/** One day: authorities replace what they serve under an address. */
const fresh = 86_400

/** Nothing is kept. */
export const noCache: FetchedCache = { get: () => null, put: () => {} }

/** The folder for what was fetched; `null`: the user has none. */
export const cacheFolder = (host: Pick<Host, 'platform' | 'env' | 'home'>): string | null => userCacheFolder('issuers', host)

/** A folder as cache. One that cannot be written or read is no failure. */
export function fetchedCache(folder: string, now: UnixSeconds): FetchedCache {
  const fileOf = (address: string): string => join(folder, `${hash('sha256', address)}.pem`)
  return {
    get: (address) => {
      try {
        const age = now - statSync(fileOf(address)).mtimeMs / 1000
        if (age > fresh || age < -fresh) return null
        const { certificates } = readCertificateFile(readFileSync(fileOf(address)))
        return certificates.length === 0 ? null : certificates.map(({ der }) => der)
      } catch {
        return null
      }
    },
    put: (address, certificates) => {
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        const draft = `${fileOf(address)}.${process.pid}`
        writeFileSync(draft, certificates.map(pem).join(''), { mode: 0o600 })
        renameSync(draft, fileOf(address))
      } catch {
        // The next run fetches again.
      }
    },
  }
}

const pem = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der)
    .toString('base64')
    .replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`
