import type { Sha256 } from './sha256.ts'
import type { UnixSeconds } from './time.ts'

/** Who decides for itself which authorities its users trust. Copies (Debian, certifi, Node, curl, OpenJDK's imports) are not among them: they count as their origin. */
export type RootProgramme = (typeof rootProgrammes)[number]
export const rootProgrammes = ['mozilla', 'microsoft', 'apple', 'google', 'oracle'] as const

/** What one publication says of one certificate. */
export interface Statement {
  readonly sha256: Sha256
  /** Whose decision it tells; several publications may tell the same one, and count once. */
  readonly programme: RootProgramme
  readonly says: StatementKind
  /** Since when, as the publication has it; `null`: it does not say. */
  readonly since: UnixSeconds | null
  /** What it says beside that, for the reader: `not for certificates issued after 2024-11-30`; empty: nothing. */
  readonly note: string
  readonly publication: Publication
}

/**
 * `included`: an anchor for server authentication, without a rule that cuts it off. `dated`: included for certificates that were issued or
 * logged up to a day, and for none after it: its end is planned, or it lost trust. `limited`: included, with another rule (a constraint
 * of names, no certificate at all). `other-purpose`: included, and not for servers (e-mail, code). `removed`: it was included once.
 * `blocked`: refused outright.
 */
export type StatementKind = (typeof statementKinds)[number]
export const statementKinds = ['included', 'dated', 'limited', 'other-purpose', 'removed', 'blocked'] as const

/** Where and when something was published, and why it is believed to be that. */
export interface Publication {
  /** Stable: `certdata`, `authroot`, `built-in-mozilla`. */
  readonly id: string
  /** For the reader: `Mozilla's certdata.txt`. */
  readonly title: string
  /** Day of the content, as itself says or as it was observed; the age is counted from it. */
  readonly asOf: UnixSeconds
  /** `built-in`: the product's own table. `tls`: fetched over TLS under the embedded authorities. `signed`: it carries a signature that was verified. `vouched`: a file whose SHA-256 the user gave. */
  readonly how: 'built-in' | 'tls' | 'signed' | 'vouched'
}

/** Published data that lies in the user's cache and did not count. */
export interface Unusable {
  /** Of the publication. */
  readonly title: string
  /** Lower case, no full stop. */
  readonly why: string
}

/** Why a candidate may be installed, or may not. */
export type Authenticity =
  /** `programmes`: at least two include it now. */
  | { readonly kind: 'authentic'; readonly by: 'programmes'; readonly programmes: readonly RootProgramme[] }
  /** A verified cross-certificate for the same name and key, under an anchor that two programmes include. */
  | { readonly kind: 'authentic'; readonly by: 'cross-certificate'; readonly cross: Sha256; readonly anchor: Sha256 }
  /** The user gave its full SHA-256. `despite`: what would have refused it. */
  | { readonly kind: 'authentic'; readonly by: 'own-fingerprint'; readonly despite: readonly Contradiction[] }
  /** The administrator's scope of the operating system trusts it for TLS already: another runtime may follow it. Not new trust. */
  | { readonly kind: 'propagation'; readonly store: string }
  | { readonly kind: 'insufficient'; readonly lacks: readonly Lack[] }
  | { readonly kind: 'contradicted'; readonly by: readonly Contradiction[] }

/** That it may not be installed. */
export type Refusal = Extract<Authenticity, { kind: 'insufficient' | 'contradicted' }>

/** What keeps evidence from being sufficient; see `roots/authenticity/authenticate.ts` for the rule. */
export interface Lack {
  readonly reason: LackReason
  readonly params: Readonly<Record<string, string>>
}

export type LackReason = (typeof lackReasons)[number]
export const lackReasons = [
  'no-programme',
  'one-programme',
  'too-old', // or from the future
  'no-cross-certificate',
  'private-authority', // no publication ever named it
  'removed', // programmes had it, and removed it
  'other-fingerprint', // the SHA-256 that the user gave is not its own, or is no full one
] as const

/** What beats every attestation. */
export interface Contradiction {
  readonly reason: ContradictionReason
  /** Who says it, in the reader's words; empty: the certificate itself. */
  readonly who: string
  readonly params: Readonly<Record<string, string>>
}

export type ContradictionReason = (typeof contradictionReasons)[number]
export const contradictionReasons = [
  'blocked',
  'distrusted', // a programme limits it, by day or by name, or an incident was about it
  'name-of-another', // the name of a known root, with another key
  'explicit-parameters', // an elliptic curve that is spelled out (CVE-2020-0601)
  'not-an-authority', // no CA, or its key may not sign certificates
  'not-self-signed', // its own signature does not verify with its own key
  'malformed',
  'interception', // a product that intercepts TLS, or a root with a published private key
  'revoked',
] as const

/** A certificate for the same name and key that somebody else signed, and whether it qualifies. */
export interface CrossEvidence {
  readonly cross: Sha256
  /** Where the path ends; `null`: none was accepted. */
  readonly anchor: Sha256 | null
  /** Programmes that include that anchor now. */
  readonly programmes: readonly RootProgramme[]
  /** Empty: it qualifies. Otherwise why not. */
  readonly faults: readonly CrossFault[]
}

export type CrossFault = (typeof crossFaults)[number]
export const crossFaults = [
  'malformed',
  'other-name', // it matches, and is written in another way
  'other-key',
  'explicit-parameters',
  'not-an-authority',
  'constrained', // itself, or what stands above it: by names, length of the path or purpose
  'revoked', // or blocked
  'weak-digest', // SHA-1 or less
  'expired',
  'not-yet-valid',
  'expired-anchor',
  'local-anchor', // the path ends at an anchor of this machine that programmes do not include
  'anchor-not-included', // it ends at a root that fewer than two programmes include
  'not-accepted',
] as const

/** All that is known of one candidate's authenticity. */
export interface EvidenceSheet {
  readonly candidate: Sha256
  readonly statements: readonly Statement[]
  /** Programmes that include it now, by statements that are fresh enough. */
  readonly includedBy: readonly RootProgramme[]
  readonly crossCertificates: readonly CrossEvidence[]
  /** Certificates with the same key that stores of this machine trust already, with the store. */
  readonly sameKeyAs: readonly { readonly sha256: Sha256; readonly store: string }[]
  readonly contradictions: readonly Contradiction[]
  readonly verdict: Authenticity
}
