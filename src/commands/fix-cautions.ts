import { onlyFromServer } from './candidate-sources.ts'
import type { Missing } from './find-missing.ts'
import type { Needed } from './plans.ts'
import { commonNames, formatName } from '../x509/name.ts'

/** What is to be known of certificates that the user vouches for or names. Numbers are not repeated: one from here would prove nothing. */
export const cautions = (missing: Missing, needed: Needed, files: readonly string[]): readonly string[] => [
  ...takenFromWire(needed),
  ...files.flatMap((file) => ofAnother(missing, file)),
]

/** A root that the user's number alone vouches for, and that nobody showed but the server. */
const takenFromWire = ({ vouched }: Needed): readonly string[] =>
  vouched
    .flatMap((candidate) => candidate.needed)
    .filter(({ sheet, where }) => {
      const isOwn = sheet?.verdict.kind === 'authentic' && sheet.verdict.by === 'own-fingerprint'
      return isOwn && where.every((place) => onlyFromServer.has(place))
    })
    .map(
      ({ certificate: { label } }) =>
        `${label} was seen nowhere but in what the server sent, and rootcause check shows its SHA-256 too: whoever has the number from there has it from the server. Ask whoever runs that authority for it, by another way than this connection.`,
    )

/** A file none of whose certificates stands above what was sent. */
function ofAnother({ situation: { world }, pool }: Missing, file: string): readonly string[] {
  const given = [...pool.bySha256.values()].filter(({ where }) => where.includes(file))
  const sent = world.chains.flatMap((chain) => chain.sent)
  if (sent.length === 0 || given.some(({ certificate }) => world.certificates.has(certificate.sha256))) return []
  const subjects = new Set(sent.map(({ subject }) => formatName(subject)))
  const last = sent.find(({ subject, issuer }) => {
    const name = formatName(issuer)
    return name === formatName(subject) || !subjects.has(name)
  })
  const issuer = last === undefined ? '' : (commonNames(last.issuer)[0] ?? formatName(last.issuer))
  return [
    `${file} is of another authority: none of its certificates issued what the server sent${issuer === '' ? '' : `, whose last certificate names ${JSON.stringify(issuer)} as its issuer`}.`,
  ]
}
