import type { Certificate } from '../../model/certificate.ts'
import type { SortThenVerifyVerifier } from '../../model/verifier.ts'
import type { TrustStore } from '../../model/trust-store.ts'
import { gnutlsIssued } from '../checks/gnutls-issuer.ts'
import { bucketOf } from './sort-then-verify-bucket.ts'

/**
 * The list that GnuTLS verifies, from the one that was sent (gnutls_x509_trust_list_verify_crt2, lib/x509/verify-high.c,
 * and _gnutls_sort_clist, lib/x509/common.c). The target stays first. A self-signed end is dropped.
 */
export function sortedList(
  sent: readonly Certificate[],
  store: TrustStore,
  sorting: SortThenVerifyVerifier['sorting'],
): readonly Certificate[] {
  return shortened(sorting === 'first-run' ? firstRun(sent) : allRuns(sent, store), store)
}

/** For each certificate the first other one that issued it by name and key identifier, never the target. `null`: none. */
function issuersIn(list: readonly Certificate[], passSelfSigned: boolean): readonly (number | null)[] {
  return list.map((child, i) => {
    if (passSelfSigned && gnutlsIssued(child, child)) return null
    const j = list.findIndex((candidate, k) => k > 0 && k !== i && gnutlsIssued(child, candidate))
    return j < 0 ? null : j
  })
}

/** Up to 3.6: as long as issuers are found. In a loop the list repeats until it is as long as what was sent. */
function firstRun(list: readonly Certificate[]): readonly Certificate[] {
  const issuers = issuersIn(list, false)
  const run: Certificate[] = list.slice(0, 1)
  for (let next = issuers[0] ?? null; next !== null && run.length < list.length; next = issuers[next] ?? null) {
    const certificate = list[next]
    if (certificate !== undefined) run.push(certificate)
  }
  return run
}

/**
 * From 3.7: run after run, each behind the last one, until the issuer of a run's end stands in the store. A certificate met
 * twice is taken out, and with it the one after the next: the gap is closed by one place alone. 3.7 as it was released leaves
 * the first of a run in (e89378d58, 3.8.0); Debian's 3.7.9 does not.
 */
function allRuns(sent: readonly Certificate[], store: TrustStore): readonly Certificate[] {
  let list = [...sent]
  const seen = new Set<string>()
  let i = 0
  while (i < list.length) {
    const { run, rest } = split(list.slice(i))
    list = [...list.slice(0, i), ...run, ...rest]
    const repeated = run.findIndex((c) => seen.has(c.sha256))
    if (repeated >= 0) {
      const next = list[i + repeated + 1]
      if (next !== undefined) list[i + repeated] = next
      list.pop()
      continue
    }
    for (const certificate of run) seen.add(certificate.sha256)
    i += run.length
    const end = list[i - 1]
    if (end !== undefined && hasStoredIssuer(end, store)) return list.slice(0, i)
  }
  return list
}

/** The first certificate with its issuers above it, and what is left in its order. */
function split(list: readonly Certificate[]): { readonly run: readonly Certificate[]; readonly rest: readonly Certificate[] } {
  const issuers = issuersIn(list, true)
  const used = new Set<number>([0])
  // 3.7 has no test for a loop and would read past the list; 3.8 ends the run, which is copied for both.
  for (let next = issuers[0] ?? null; next !== null && !used.has(next); next = issuers[next] ?? null) used.add(next)
  const pick = (indices: Iterable<number>) => [...indices].flatMap((k) => list[k] ?? [])
  return { run: pick(used), rest: list.filter((_, k) => !used.has(k)) }
}

/** shorten_clist: without a self-signed end, and cut behind a certificate that is trusted and stands in its issuer's bucket. */
function shortened(list: readonly Certificate[], store: TrustStore): readonly Certificate[] {
  const end = list.at(-1)
  const kept = list.length > 1 && end !== undefined && gnutlsIssued(end, end) ? list.slice(0, -1) : list
  const cut = kept.findIndex((c, i) => i > 0 && bucketOf(store, c.issuer).some((trusted) => trusted.sha256 === c.sha256))
  return cut < 0 ? kept : kept.slice(0, cut + 1)
}

const hasStoredIssuer = (child: Certificate, store: TrustStore): boolean =>
  bucketOf(store, child.issuer).some((candidate) => gnutlsIssued(child, candidate))
