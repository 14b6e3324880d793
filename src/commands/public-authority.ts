import type { Certificate } from '../model/certificate.ts'
import type { Sha256 } from '../model/sha256.ts'
import { loadRoots } from '../roots/load.ts'
import type { RootTable } from '../roots/table.ts'
import { trustHistory } from '../roots/trust-history.ts'

/** What the table of public roots knows of an authority. */
export interface KnownAuthority {
  readonly isPublic: boolean
  /** Its roots, none of which is among the certificates that were asked about. */
  readonly roots: readonly Sha256[]
}

/**
 * Whether a public programme trusts, or trusted, one of these certificates, or an authority that issued one. By certificate; else by
 * name and key, for the table may hold another certificate of the same authority, and nobody here any.
 */
export async function publicAuthority(
  tops: readonly Certificate[],
  isIssuedBy: (top: Certificate, anchor: Certificate) => boolean,
): Promise<KnownAuthority> {
  const table = await loadRoots()
  const issuers = tops.map(({ issuer }) => Buffer.from(issuer.der))
  const roots: Sha256[] = []
  for (let place = 0; place < table.size; place++) {
    // To read every anchor of the table takes a quarter of a second; an authority writes its name in one way.
    const fields = Buffer.from(table.record(place).fields)
    if (!issuers.some((name) => fields.includes(name))) continue
    const anchor = table.anchorAt(place).certificate()
    if (wasTrusted(table, anchor.sha256) && tops.some((top) => isIssuedBy(top, anchor))) roots.push(anchor.sha256)
  }
  const isHere = (root: Sha256): boolean => tops.some(({ sha256 }) => sha256 === root)
  return {
    isPublic: roots.length > 0 || tops.some(({ sha256 }) => wasTrusted(table, sha256)),
    roots: roots.some(isHere) ? [] : roots,
  }
}

/** The table has roots too that programmes only ever blocked (Superfish). */
const wasTrusted = (table: RootTable, sha256: Sha256): boolean => trustHistory(table, sha256).length > 0
