import type { Evidence } from '../model/evidence.ts'
import type { Sha256 } from '../model/sha256.ts'
import { RootcauseError } from '../model/error.ts'
import { redactEvidence } from '../report/redact.ts'
import { loadRoots } from '../roots/load.ts'
import { trustHistory } from '../roots/trust-history.ts'
import { decodeBase64 } from '../x509/base64.ts'
import { readCertificate } from '../x509/certificate.ts'
import { commonNames, formatName } from '../x509/name.ts'
import { escapeUnprintable } from '../x509/printable.ts'
import type { Context } from './context.ts'
import { saveCase } from './save-case.ts'

/**
 * Saves a case that may be given away: people, home folders, credentials and internal hosts are masked, unless `redact` is `false`. One
 * name cannot be: that which the verdicts are about, and which stands in the server's certificate. Where it is an internal one nothing is
 * saved unless `keepHost` says so. That certificates of authorities which no public programme knows stay readable is said on standard
 * error: names of an organisation stand in them. Throws `RootcauseError` of kind `usage`, or `input` where the path cannot be written.
 */
export async function saveShared(
  path: string,
  evidence: Evidence,
  { redact, keepHost }: { readonly redact?: false; readonly keepHost: boolean },
  { process: { stderr } }: Context,
): Promise<void> {
  if (redact === false) return saveCase(path, evidence)
  const { evidence: masked, keptHost } = redactEvidence(evidence)
  const shown = escapeUnprintable(path)
  if (keptHost !== null && !keepHost)
    throw new RootcauseError(
      'usage',
      `${shown} was not saved: it would tell ${escapeUnprintable(keptHost)}, which only its own network knows`,
      'add --keep-host to save it with that name and all others masked, or --no-redact to mask nothing',
    )
  saveCase(path, masked)
  const unknown = await unknownAuthorities(evidence)
  if (unknown.length > 0)
    stderr.write(
      `rootcause: ${shown} holds ${unknown.length === 1 ? 'an authority' : `${unknown.length} authorities`} that no public programme knows: the names in such certificates stay readable (${listed(unknown)})\n`,
    )
}

/** The names of certificates that issue themselves and stand in no public list, now or ever. */
async function unknownAuthorities({ certs }: Evidence): Promise<readonly string[]> {
  const own = Object.entries(certs)
    .map(([sha256, base64]) => ({
      sha256: sha256 as Sha256,
      certificate: readCertificate(decodeBase64(base64).bytes),
    }))
    .filter(({ certificate: { subject, issuer } }) => subject.canonical === issuer.canonical)
  if (own.length === 0) return []
  const table = await loadRoots()
  return own
    .filter(({ sha256 }) => trustHistory(table, sha256).length === 0)
    .map(({ certificate: { subject } }) => nameOf(subject))
}

const nameOf = (subject: Parameters<typeof formatName>[0]): string => commonNames(subject).at(-1) ?? formatName(subject)

/** Names told at most. */
const mostNamed = 3

const listed = (names: readonly string[]): string =>
  [
    ...names.slice(0, mostNamed).map(escapeUnprintable),
    ...(names.length > mostNamed ? [`${names.length - mostNamed} more`] : []),
  ].join(', ')
