/** A difference between two clients in half a sentence, by the switch of the verifier. Source: `model/policy.ts`. */
export const switchWords: Readonly<Record<string, string>> = {
  first: 'where issuers are looked for first, in what was sent or in the store',
  alternatePaths: 'whether it tries another path when the first one ends badly',
  prefer: 'which of several issuers with the same name it takes',
  partialChain: 'whether any certificate in the store ends a path, or only a self-signed root',
  strict: 'whether it applies the strict checks of RFC 5280',
  level: 'how strong keys and digests must be (the security level)',
  extensions: "whether it also judges the root's own extensions",
  pathLength: 'how it counts the path length',
  issuerKeyUsage: "when it looks at the issuer's key usage",
  matchKeyKind: "whether the signature must fit the issuer's kind of key before it is tried",
  selfSignedNeedsCertSign: 'whether a root must be allowed to sign certificates',
  refuseExplicitCurves: 'whether it refuses keys that spell out their curve',
  digestBits: 'how much it trusts old digests',
  names: 'how it enforces name constraints',
}
