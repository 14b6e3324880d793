import { curedBySending } from './facts/cured.ts'
import { concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC205: certificates are sent more than once.
 * about: those certificates. params: `count`: how many places of the chain are repetitions.
 */
export const duplicateCertificates: FindingRule = (situation) =>
  situation.world.chains.flatMap(({ sent }) => {
    const repeated = sent.filter((c, i) => sent.indexOf(c) !== i)
    if (repeated.length === 0) return []
    return [
      {
        code: 'RC205',
        ...concern(curedBySending(situation, [...new Set(sent)])),
        about: [...new Set(repeated.map((c) => c.sha256))],
        params: { count: String(repeated.length) },
      },
    ]
  })
