import { aosp } from './aosp.ts'
import { authroot } from './authroot.ts'
import { cacert } from './cacert.ts'
import { ccadbIncluded } from './ccadb-included.ts'
import { ccadbMicrosoft } from './ccadb-microsoft.ts'
import { ccadbMozilla } from './ccadb-mozilla.ts'
import { ccadbRecordsReport } from './ccadb-records.ts'
import { ccadbTrustBits } from './ccadb-trust-bits.ts'
import { certdata } from './certdata.ts'
import { chromeRootCerts } from './chrome-root-certs.ts'
import { chromeRootStore } from './chrome-root-store.ts'
import type { PublishedSource } from './published-source.ts'

/**
 * Every publication that is read, by the programmes' order. Oracle publishes no list for programs: its release notes tell, and what OpenJDK
 * imports counts as its origin.
 */
export const publishedSources: readonly PublishedSource[] = [
  certdata,
  cacert,
  ccadbMozilla,
  authroot,
  ccadbMicrosoft,
  ccadbTrustBits,
  ccadbRecordsReport,
  ccadbIncluded,
  chromeRootStore,
  chromeRootCerts,
  aosp,
]
