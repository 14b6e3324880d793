import type { Failure, FailureCode } from '../../model/failure.ts'

/** The failure that is told where a client tells a set of them: param `codes` names all, parted by commas. */
export function withCodes({ code, at, certificate, params }: Failure, codes: readonly FailureCode[]): Failure {
  const text = codes.length === 1 ? (codes[0] ?? '') : codes.join(',')
  return { code, at, certificate, params: params === undefined ? { codes: text } : { ...params, codes: text } }
}
