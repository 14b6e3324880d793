import type { Certificate } from '../model/certificate.ts'
import type { Sha256 } from '../model/sha256.ts'
import { loadRoots } from '../roots/load.ts'
import type { RootTable } from '../roots/table.ts'
import { trustHistory } from '../roots/trust-history.ts'

/**
 * Whether a public programme trusts, or trusted, one of these certificates, or an authority that issued one. By certificate; else by
 * name and key, for the table may hold another certificate of the same authority, and nobody here any.
 */
export async function isPublicAuthority(
  tops: readonly Certificate[],
  isIssuedBy: (top: Certificate, anchor: Certificate) => boolean,
): Promise<boolean> {
  const table = await loadRoots()
  if (tops.some(({ sha256 }) => wasTrusted(table, sha256))) return true
  const issuers = tops.map(({ issuer }) => Buffer.from(issuer.der))
  for (let place = 0; place < table.size; place++) {
    // To read every anchor of the table takes a quarter of a second; an authority writes its name in one way.
    const fields = Buffer.from(table.record(place).fields)
    if (!issuers.some((name) => fields.includes(name))) continue
    const anchor = table.anchorAt(place).certificate()
    if (wasTrusted(table, anchor.sha256) && tops.some((top) => isIssuedBy(top, anchor))) return true
  }
  return false
}

/** The table has roots too that programmes only ever blocked (Superfish). */
const wasTrusted = (table: RootTable, sha256: Sha256): boolean => trustHistory(table, sha256).length > 0
