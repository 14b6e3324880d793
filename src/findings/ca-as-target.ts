import { blameRule } from './facts/blame-rule.ts'

/**
 * RC318: the server's certificate is an authority's, which some clients refuse (webpki).
 * about: the target. params: none.
 */
export const caAsTarget = blameRule('RC318', ['ca-as-target'])
