import type { Certificate } from '../model/certificate.ts'
import type { Failure, FailureCode } from '../model/failure.ts'
import type { Situation } from '../validation/proof.ts'
import { checkNameConstraints } from '../validation/checks/name-constraints.ts'
import { grouped } from './facts/grouped.ts'
import { concern, failuresOf, type Rejection, rejections } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

const codes: readonly FailureCode[] = ['name-not-permitted', 'name-excluded', 'name-constraint-unsupported']

/**
 * RC310: a name is outside what an authority above may certify (RFC 5280 §4.2.1.10). One finding for each name, kind of
 * failure and authority.
 * about: the authorities whose constraints it does not keep, then the certificates that a client blames.
 * params: `kind`: `not-permitted`, `excluded`, or `unsupported`: the client cannot compare names of that kind; `unknown`:
 * no certificate with constraints is there; `name`: the name, where the client looks at one; `constraint`: the one that
 * it meets, empty where it meets none.
 */
export const nameConstraints: FindingRule = (situation) => {
  const failures = rejections(situation).flatMap((rejection) =>
    failuresOf(rejection)
      .filter((f) => codes.includes(f.code))
      .map((failure) => {
        const holders = holdersOf(situation, rejection, failure)
        return { rejection, failure, holders, params: paramsOf(failure, holders) }
      }),
  )
  const key = ({ params, holders }: (typeof failures)[number]) => JSON.stringify([params, holders.map((h) => h.sha256)])
  return [...grouped(failures, key).values()].flatMap((own) => {
    const [first] = own
    if (first === undefined) return []
    const about = [...first.holders, ...own.flatMap(({ failure }) => failure.certificate ?? [])]
    return [
      {
        code: 'RC310',
        ...concern([...new Set(own.map((o) => o.rejection))]),
        about: [...new Set(about.map((c) => c.sha256))],
        params: first.params,
      },
    ]
  })
}

/** Certificates with constraints above a name that breaks them, as the client reads it; where it cannot be told which, all of the path. */
function holdersOf({ world }: Situation, { judgement, verdict }: Rejection, { code }: Failure): readonly Certificate[] {
  const { verifier } = judgement.seat.profile
  const { certificates, anchor } = verdict.path
  const path = anchor === null || certificates.includes(anchor) ? certificates : [...certificates, anchor]
  const isBroken = ({ nameConstraints: constraints }: Certificate, at: number): boolean =>
    constraints !== null &&
    path.slice(0, at).some((c, i) => checkNameConstraints(c, i === 0, constraints, verifier.names)?.code === code)
  const broken = path.filter(isBroken)
  if (broken.length > 0) return broken
  const onPath = path.filter((c) => c.nameConstraints !== null)
  if (onPath.length > 0 || judgement.chain === null) return onPath
  return world.graph(judgement.chain).certificates.filter((c) => c.nameConstraints !== null)
}

function paramsOf({ code, params }: Failure, holders: readonly Certificate[]): Readonly<Record<string, string>> {
  const told = code === 'name-constraint-unsupported' ? 'unsupported' : code.slice('name-'.length)
  return {
    kind: holders.length === 0 ? 'unknown' : told,
    name: params?.['name'] ?? '',
    constraint: params?.['constraint'] ?? '',
  }
}
