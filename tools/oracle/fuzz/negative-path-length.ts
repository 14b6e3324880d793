import type { Certificate } from '../../../src/model/certificate.ts'

/** RFC 5280 §4.2.1.9: pathLenConstraint is not negative. Whether this one's basicConstraints end in an INTEGER below zero. */
export function hasNegativePathLength({ extensions }: Certificate): boolean {
  const value = extensions.find(({ oid }) => oid === '2.5.29.19')?.value
  return value !== undefined && value.at(-3) === 0x02 && value.at(-2) === 1 && (value.at(-1) ?? 0) >= 0x80
}
