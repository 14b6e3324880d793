import type { PathTreeNode, Report } from '../model/report.ts'
import type { Sha256 } from '../model/sha256.ts'

/** A root programme in whose store a report saw a certificate. */
export interface Voucher {
  /** `Mozilla`. Copies count as their origin: what Debian, certifi or Node carry is Mozilla's; Chrome and Android are one. */
  readonly programme: string
  /** Day of the store that was looked at; empty: it is known by release alone. */
  readonly date: string
}

/** By the identifiers of platforms. A platform that is not listed vouches for nothing. */
const programmes: Readonly<Record<string, string>> = {
  mozilla: 'Mozilla',
  nss: 'Mozilla',
  certifi: 'Mozilla',
  debian: 'Mozilla',
  node: 'Mozilla',
  apple: 'Apple',
  macos: 'Apple',
  ios: 'Apple',
  windows: 'Microsoft',
  authroot: 'Microsoft',
  chrome: 'Google',
  android: 'Google',
  oracle: 'Oracle',
}

/**
 * The programmes that vouch for a certificate by what this report knows: a platform's store was asked, holds it, and has no rule
 * against it (RC406). Empty: the report knows of none, which says nothing against the certificate.
 */
export function vouchers(report: Report, sha256: Sha256): readonly Voucher[] {
  const holders = new Set(report.trees.flatMap(({ root }) => storesOf(root, sha256)))
  const against = report.findings.filter((f) => f.code === 'RC406' && f.about[0] === sha256)
  const ruledOut = new Set(
    against.flatMap(({ params }) => [...names(params['limited']), ...names(params['refused']), ...names(params['absent'])]),
  )
  const found = new Map<string, Voucher>()
  for (const { name, params } of report.assumptions) {
    const { store = '', platform = '', date = '', fit = '' } = params
    if (name !== 'platform-store' || !holders.has(store) || ruledOut.has(store) || fit === 'before-first') continue
    const programme = Object.hasOwn(programmes, platform) ? programmes[platform] : undefined
    if (programme !== undefined && !found.has(programme)) found.set(programme, { programme, date })
  }
  return [...found.values()]
}

const storesOf = (node: PathTreeNode, sha256: Sha256): readonly string[] => [
  ...(node.certificate === sha256 ? node.stores : []),
  ...node.issuers.flatMap((issuer) => storesOf(issuer, sha256)),
]

/** `a (2024-11-30), b` without what stands in parentheses. */
const names = (list: string | undefined): readonly string[] =>
  (list ?? '')
    .split(', ')
    .map((name) => name.replace(/ \([^)]*\)$/, ''))
    .filter((name) => name !== '')
