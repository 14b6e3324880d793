import type { Failure, FailureCode } from '../model/failure.ts'
import { grouped } from './facts/grouped.ts'
import { concern, failuresOf, rejections } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

const codes: readonly FailureCode[] = ['name-not-permitted', 'name-excluded', 'name-constraint-unsupported']

/**
 * RC310: a name is outside what an authority above may certify (RFC 5280 §4.2.1.10). One finding for each name and kind of failure.
 * about: the certificates with the name, then those on the path that have constraints.
 * params: `kind`: `not-permitted`, `excluded`, or `unsupported`: the client cannot compare names of that kind; `name`:
 * the name, where the client looks at one; `constraint`: the one that it meets, empty where it meets none.
 */
export const nameConstraints: FindingRule = (situation) => {
  const failures = rejections(situation).flatMap((rejection) =>
    failuresOf(rejection)
      .filter((f) => codes.includes(f.code))
      .map((failure) => ({ rejection, failure })),
  )
  return [...grouped(failures, ({ failure }) => JSON.stringify(paramsOf(failure)))].flatMap(([, own]) => {
    const [first] = own
    if (first === undefined) return []
    const blamedOnes = own.flatMap(({ failure }) => failure.certificate ?? [])
    const onPath = own.flatMap(({ rejection: { verdict } }) => [
      ...verdict.path.certificates,
      ...(verdict.path.anchor === null ? [] : [verdict.path.anchor]),
    ])
    const about = [
      ...blamedOnes.filter((c) => c.nameConstraints === null),
      ...[...blamedOnes, ...onPath].filter((c) => c.nameConstraints !== null),
    ]
    return [
      {
        code: 'RC310',
        ...concern([...new Set(own.map((o) => o.rejection))]),
        about: [...new Set(about.map((c) => c.sha256))],
        params: paramsOf(first.failure),
      },
    ]
  })
}

const paramsOf = ({ code, params }: Failure): Readonly<Record<string, string>> => ({
  kind: code === 'name-constraint-unsupported' ? 'unsupported' : code.slice('name-'.length),
  name: params?.['name'] ?? '',
  constraint: params?.['constraint'] ?? '',
})
