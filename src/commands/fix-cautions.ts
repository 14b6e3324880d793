import { contradictionText } from '../report/evidence-sheet.ts'
import { textOf } from '../report/styled.ts'
import { programmeNames } from '../report/words/authenticity.ts'
import { removingProgrammes } from '../roots/authenticity/standing.ts'
import { onlyFromServer } from './candidate-sources.ts'
import type { Missing } from './find-missing.ts'
import type { Needed } from './plans.ts'
import { commonNames, formatName } from '../x509/name.ts'

/** What is to be known of certificates that the user vouches for or names. Numbers are not repeated: one from here would prove nothing. */
export const cautions = (missing: Missing, needed: Needed, files: readonly string[]): readonly string[] => [
  ...takenFromWire(needed),
  ...saidAgainst(needed),
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
        `${label} was seen nowhere but in what the server sent: a number that came by way of this connection, whoever wrote it down, is the server's own word. Ask whoever runs that authority for it, by another way than this connection.`,
    )

/** What speaks against a root that the user's number alone vouches for: he decides, and has to know. */
const saidAgainst = ({ vouched }: Needed): readonly string[] => {
  const roots = new Map(vouched.flatMap((v) => v.needed).map((n) => [n.certificate.sha256, n]))
  return [...roots.values()].flatMap(({ certificate: { label }, sheet }) => {
    if (sheet?.verdict.kind !== 'authentic' || sheet.verdict.by !== 'own-fingerprint') return []
    const { despite } = sheet.verdict
    const removed = removingProgrammes(sheet.statements).map((p) => programmeNames[p])
    const against = [
      ...despite.map((c) => textOf(contradictionText(c))),
      ...(removed.length > 0 ? [`${new Intl.ListFormat('en-GB').format(removed)} had it, and removed it.`] : []),
    ]
    if (against.length === 0) return []
    return [`${label} is added at your word alone. Against it: ${against.join(' ')}`]
  })
}

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
