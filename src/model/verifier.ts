import type { HashName, PublicKey } from './algorithm.ts'
import type { AnomalyCode } from './anomaly.ts'
import type { FailureCode } from './failure.ts'
import type { Oid } from './oid.ts'
import type {
  AlgorithmPolicy,
  NameConstraintDialect,
  NameConstraintReading,
  NotAfter,
  PolicyDialect,
  PurposePolicy,
} from './policy.ts'

/**
 * How a verifier finds a path and judges it. A discriminated union on the search: each strategy has only the
 * switches that mean something there. `validation/search/<strategy>.ts` reads them.
 */
export type Verifier =
  | GreedyVerifier
  | DepthFirstVerifier
  | MostSpecificVerifier
  | AllPathsVerifier
  | SentThenBuildVerifier
  | SortThenVerifyVerifier
  | ScoredVerifier
  | ClimbVerifier
  | FilteredVerifier
  | AnchorsFirstVerifier
  | WholePathsVerifier
  | MergedVerifier
  | ForwardOnlyVerifier
  | KnownSignersVerifier
  | WorstOfPathVerifier
  | StoreThenSentVerifier
  | GatheredVerifier

/** OpenSSL 1.0.1 to 4, BoringSSL crypto/x509, LibreSSL's legacy builder: one issuer a step, chosen without its signature. */
export interface GreedyVerifier {
  readonly strategy: 'greedy'
  /** Where an issuer is looked for first. OpenSSL 1.0.2: `sent`; from 1.1.0 (X509_V_FLAG_TRUSTED_FIRST) `store`. */
  readonly first: 'sent' | 'store'
  /** When the path that was built is not trusted, cut it at each height and try the store there (1.0.2b to trusted-first). */
  readonly alternatePaths: boolean
  /** Any certificate of the store ends a path (X509_V_FLAG_PARTIAL_CHAIN); otherwise only self-signed ones. */
  readonly partialChain: boolean
  /** Which of several eligible issuers: the first met; the first valid now or else the last met (1.1.x); the first valid now or else the one that ends last (3.0). */
  readonly prefer: 'first' | 'valid-else-last' | 'valid-else-latest'
  /** The issuer's keyUsage must allow signing already when it is chosen (up to 1.1.1g), or when the signature is checked (later). */
  readonly issuerKeyUsage: 'when-chosen' | 'with-signature'
  /** The child's signature algorithm must fit the kind of the issuer's key when it is chosen (from 1.1.1h). */
  readonly matchKeyKind: boolean
  /** A self-signed certificate whose keyUsage lacks keyCertSign does not count as self-signed (1.0.2). */
  readonly selfSignedNeedsCertSign: boolean
  /** What is told of a path that is not trusted when other failures are there already or it is too long: see the search. `sticky` from 3.0. */
  readonly endOfBuilding: 'plain' | 'sticky'
  /** Extensions are judged on certificates that were sent, or on the anchor too (1.1.0). */
  readonly extensions: 'sent' | 'all'
  /** `all`: self-issued certificates are held to theirs too (1.1.1a); `all-or-zero`: and one that is no authority allows none (1.0.2s). */
  readonly pathLength: 'sent-from-second' | 'all' | 'all-or-zero'
  /** X509_V_FLAG_X509_STRICT (3.0 and later; CPython 3.13 sets it). */
  readonly strict: boolean
  /** Explicit EC parameters are refused in paths of more than one certificate (3.0). */
  readonly refuseExplicitCurves: boolean
  /** Security level, 0 to 5; 0: no test of key sizes and digests. */
  readonly level: number
  /** The level of other builds of the same release, where who builds it chooses: a verdict that is another one there is undetermined. */
  readonly otherLevel?: number
  /** Bits of strength that a digest counts for: up to 1.1.1 half its length, from 3.0 SHA-1 is 63 and MD5 39. */
  readonly digestBits: 'half-length' | 'collisions'
  /** What makes a certificate invalid as a whole (EXFLAG_INVALID): it is nobody's issuer and has none. Empty: nothing does (1.0.2). */
  readonly invalid: readonly (
    | 'extension-malformed'
    | 'key-usage-empty'
    | 'path-length-without-ca'
    | 'any-path-length-without-ca'
    | 'extensions-before-v3'
  )[]
  /** Kinds of key that cannot be decoded beside those that nobody knows; `ec-explicit`: those with explicit parameters. */
  readonly unreadableKeys: readonly (PublicKey['kind'] | 'ec-explicit')[]
  /** An issuer is one in any of check_ca's five ways; or, `basic`, by basicConstraints or as self-signed version 1, and without SGC. An invalid target may end it at once (BoringSSL). */
  readonly authorities: 'rated' | 'basic'
  readonly invalidTarget: 'judged' | 'ends'
  /** In order. `trust`: that the last is self-issued (1.0.1). `anchor-time`: its dates, not with the signatures. `policies`: RFC 5280 §6.1, none asked for. */
  readonly stages: readonly (
    | 'extensions'
    | 'level'
    | 'identity'
    | 'signatures-and-time'
    | 'name-constraints'
    | 'trust'
    | 'anchor-time'
    | 'policies'
  )[]
  /** For a lone certificate without issuer, error 21 ends the signature stage before its time is looked at (1.0.2). */
  readonly loneTargetTime: boolean
  readonly knownExtensions: readonly Oid[]
  readonly names: NameConstraintDialect
  readonly notAfter: NotAfter
  /** Anomalies of a date with which it cannot be compared: a failure at any time (X509_cmp_time, crypto/x509/x509_vfy.c; 1.0.2 knows only the forms of RFC 5280 §4.1.2.5). */
  readonly unreadableDates: readonly AnomalyCode[]
  /** Longest path but for the anchor (X509_VERIFY_PARAM depth). */
  readonly maxDepth: number
  /** Stop at the first failure, or go on through all stages and tell the last (a callback that always says yes: Node); and then see greedy-afterwards.ts. */
  readonly errors: 'first' | 'last' | 'last-then-issuer-walk' | 'last-then-guarded-issuer-walk'
}

/** The reference `rfc5280`: depth first, back out of a dead end, stop at the first path that passes; else the first complete path's failure is told. */
export interface DepthFirstVerifier {
  readonly strategy: 'depth-first'
  /** Issuers in the order of what they were met in; or those with the child's authority key identifier first, those without in the middle. */
  readonly keyIdentifier: 'ignored' | 'sorted'
  /** Checks of a whole path once an anchor was reached: one pass after the other, each from the anchor's side down. */
  readonly onPath: readonly (readonly CheckId[])[]
  /** Checks made on the anchor's own certificate as well. */
  readonly onAnchor: readonly CheckId[]
  /** What makes a certificate a repetition of one already in the path. */
  readonly loop: 'certificate' | 'name-and-key'
  readonly budget: SearchBudget
  readonly purpose: PurposePolicy
  readonly algorithms: AlgorithmPolicy
  readonly names: NameConstraintDialect
  readonly notAfter: NotAfter
  /** Extensions that the verifier processes: a critical one beside them is refused. */
  readonly knownExtensions: readonly Oid[]
}

/**
 * webpki: depth first; a certificate is read when the search comes to it, and its extensions when they are asked for; of all errors
 * that were met the most specific is told.
 */
export interface MostSpecificVerifier {
  readonly strategy: 'most-specific'
  /** All the errors that it met count; or the target's own alone, and else there is no path (webpki 0.22). */
  readonly errors: 'most-specific' | 'target-alone'
  readonly anchors: {
    /** An anchor with an extension that is critical and not known cannot be read; from webpki 0.103.11 it can (src/trust_anchor.rs). */
    readonly critical: 'refused' | 'ignored'
    /**
     * An anchor that cannot be read is not there (RootCertStore::add_parsable_certificates of rustls), or whoever loads them gives up at
     * the first (RootCertStore::add).
     */
    readonly unreadable: 'left-out' | 'none-is-used'
  }
  /** From webpki 0.103.12 `closed`: a URI breaks any constraint on URIs, and a wildcard lies in no permitted subtree for one of its names alone. */
  readonly constraints: 'open' | 'closed'
  /** An extendedKeyUsage without a purpose cannot be read, or has an error of its own from webpki 0.103.6 (src/verify_cert.rs, check_eku). */
  readonly emptyPurposes: 'malformed' | 'named'
  /** `steps`: certificates tried as issuers. `comparisons`: of names with constraints. */
  readonly budget: SearchBudget & { readonly comparisons: number }
  readonly algorithms: AlgorithmPolicy
  /** Of these `anchor` alone; the search has a reading of its own (checks/webpki-name-constraints.ts), and the rest is for the reader of findings. */
  readonly names: NameConstraintDialect
  /** Of these `issuers` alone: serverAuth itself is asked for. */
  readonly purpose: PurposePolicy
  readonly knownExtensions: readonly Oid[]
  readonly notAfter: NotAfter
}

/** Limits of a search; when one is met the search ends with `search-budget-exceeded`. */
export interface SearchBudget {
  /** Certificates between target and anchor. */
  readonly depth: number
  readonly signatures: number
  /** Candidates looked at; our own bound where the client has none. */
  readonly steps: number
}

/** One step of path validation; files of that name stand in `validation/checks/`. */
export type CheckId =
  | 'validity'
  | 'basic-constraints'
  | 'path-length'
  | 'key-usage'
  | 'purpose'
  | 'critical-extensions'
  | 'algorithms'
  | 'signature'
  | 'name-constraints'
  | 'policies'
  | 'profile'

/** Go crypto/x509: every path, then a filter by purpose; the error told is the last candidate's. */
export interface AllPathsVerifier {
  readonly strategy: 'all-paths'
  /** What makes a certificate a repetition: the same octets, or name, key and SANs (from 1.19). */
  readonly loop: 'certificate' | 'name-key-and-san'
  /** Anomalies with which a certificate of the store cannot be loaded: such an anchor is not there. */
  readonly skipsAnchors: readonly AnomalyCode[]
  /** Extensions with which a certificate is not decoded where they are critical, sent or stored (Go 1.24: parser.go, processExtensions). */
  readonly neverCritical: readonly Oid[]
  /** An iPAddress of 16 octets that holds an IPv4 address is not decoded (Go 1.27: parser.go, parseSANExtension). */
  readonly mappedAddresses: 'taken' | 'refused'
  /** A candidate that repeats a certificate of the chain counts for `budget.signatures` too (Go 1.26: verify.go, buildChains). */
  readonly repetitionsCount: boolean
  readonly budget: SearchBudget
  readonly algorithms: AlgorithmPolicy
  readonly purpose: PurposePolicy
  readonly names: NameConstraintDialect
  readonly reading: NameConstraintReading
  /** Name constraints are judged while searching (up to 1.25) or on complete paths (1.26). */
  readonly nameConstraints: 'in-search' | 'on-path'
  /** Complete paths whose policies fail are dropped before those whose purposes do; `null`: policies are not looked at (up to 1.23). */
  readonly policies: PolicyDialect | null
  readonly knownExtensions: readonly Oid[]
  readonly notAfter: NotAfter
}

/** Java's PKIXValidator: validate the chain as sent where it is in order, build only where it is not. */
export interface SentThenBuildVerifier {
  readonly strategy: 'sent-then-build'
  /** Intermediates that the builder allows (PKIXBuilderParameters). */
  readonly maxPathLength: number
  /** Candidates that the builder looks at: our own bound, for it has none. Past it the verdict is undetermined. */
  readonly steps: number
  readonly algorithms: AlgorithmPolicy
  /** Digests refused only under an anchor that came with the runtime (`jdkCA`). */
  readonly refusedDigestsUnderProgramme: readonly HashName[]
  /** Stores (`TrustStore.id`) whose anchors came with the runtime. */
  readonly runtimeStores: readonly string[]
  readonly purpose: PurposePolicy
  /** For the reader of findings; the search has a reading of its own (checks/java-name-constraints.ts). */
  readonly names: NameConstraintDialect
  /** Whether addresses of the two families are compared by as many octets as the subnet has, or lie apart from JDK 20 (JDK-8267617). */
  readonly addressFamilies: 'mixed' | 'apart'
  readonly policies: PolicyDialect
  readonly knownExtensions: readonly Oid[]
  readonly notAfter: NotAfter
}

/** GnuTLS: sort what was sent, cut it at a trusted certificate, verify from the top, gather every failure. */
export interface SortThenVerifyVerifier {
  readonly strategy: 'sort-then-verify'
  /** Longest list that is looked at. */
  readonly maxSorted: number
  /**
   * `first-run`: what does not continue the path is dropped (3.6). `all-runs`: the unrelated rest is sorted behind it, each
   * certificate once, up to one whose issuer is in the store (3.7).
   */
  readonly sorting: 'first-run' | 'all-runs'
  /** Failures of the first attempt after which a second one by subject name is made. 3.6.14 added `expired`. */
  readonly secondAttemptAfter: readonly FailureCode[]
  /** The digest under which an anchor was signed counts where the sent chain holds the anchor's key (up to 3.7.1). */
  readonly anchorDigest: boolean
  readonly algorithms: AlgorithmPolicy
  /** Digests refused in any signature, self-issued certificates too; those of `algorithms` spare these. */
  readonly weakDigests: readonly HashName[]
  /**
   * What a certificate's demand for a stapled OCSP response (RFC 7633 §4.2.3.1) is worth: where none came it is refused, or
   * nothing happens, for the hello does not ask for one.
   */
  readonly staple: 'enforced' | 'ignored'
  /** `cli` checks the purpose; programs that use the library without a purpose (wget, git) do not. */
  readonly purpose: PurposePolicy | null
  readonly names: NameConstraintDialect
  readonly knownExtensions: readonly Oid[]
  readonly notAfter: NotAfter
  /** Failures in the order in which the library prints them; a code beyond it is printed by none of its sentences. */
  readonly rank: readonly FailureCode[]
}

/** CryptoAPI and SecTrust: every path is scored and the best one's status told. */
export interface ScoredVerifier {
  readonly strategy: 'scored'
  /** Qualities of a path, the weightiest first. */
  readonly qualities: readonly ('signatures' | 'complete' | 'trusted' | 'valid-now' | 'basic-constraints' | 'purpose')[]
  /** Who fetches, for the reader: `Windows`. */
  readonly fetcher: string
  /** Whether roots may be fetched while verifying: an absent root is then an unknown input, not a failure. */
  readonly rootsOnDemand: boolean
  /** Whether issuers may be fetched by AIA: an absent issuer is then an unknown input. */
  readonly aia: boolean
  /** Longest path, and candidates looked at: past either a path is not followed. */
  readonly budget: Pick<SearchBudget, 'depth' | 'steps'>
  readonly algorithms: AlgorithmPolicy
  /** The target's own key is held to `algorithms` too (SecPolicyCheckKeySize of SecTrust); absent: only keys of issuers are. */
  readonly targetKey?: 'judged'
  /**
   * Any certificate of the store ends a path, one that others signed too, and `TrustSettings.entries` decide which are anchors, which are
   * refused wherever they stand, and which errors are let pass (SecTrust). Absent: self-issued ones alone end a path.
   */
  readonly anchors?: 'by-entries'
  /** A self-signed certificate that ends a path and is not trusted is held to its own signature (CryptoAPI); absent: it is not. */
  readonly ownSignature?: 'judged'
  readonly purpose: PurposePolicy
  readonly names: NameConstraintDialect
  readonly knownExtensions: readonly Oid[]
  readonly notAfter: NotAfter
  /** Failures of the best path in the order in which one is told. */
  readonly rank: readonly FailureCode[]
}

/** bssl pki: paths are made one after the other, each that reaches the store is verified whole, and every failure on it gathered. */
export interface WholePathsVerifier {
  readonly strategy: 'whole-paths'
  /** Anomalies with which a certificate cannot be decoded: the target is refused, an issuer that was sent is not there. */
  readonly skips: readonly AnomalyCode[]
  /**
   * What counts of an anchor beside its name and key (RFC 5937 §3.2): its dates, and its extensions: key usage, purposes,
   * basicConstraints where present, name constraints, policies, critical ones.
   */
  readonly anchor: { readonly dates: boolean; readonly constraints: boolean }
  /** Candidates drawn, the empty draw at the end of each list included; past it the search ends with the path at hand. `null`: no limit. */
  readonly iterations: number | null
  /** Issuers are fetched by http from where a certificate says that they are: one that is absent is then an unknown input. */
  readonly aia: boolean
  /** `null`: any purpose will do. */
  readonly purpose: PurposePolicy | null
  readonly algorithms: AlgorithmPolicy
  readonly names: NameConstraintDialect
  readonly reading: NameConstraintReading
  readonly policies: PolicyDialect
  readonly knownExtensions: readonly Oid[]
  readonly notAfter: NotAfter
  /**
   * Of the failures of the best path the one told, most important first, codes of one weight together. A path all of whose failures
   * are not listed is told by its first one, before a wrong name is.
   */
  readonly rank: readonly (readonly FailureCode[])[]
}

/** mozilla::pkix: upwards to an anchor, then the signatures on the way back; errors of several issuers that differ become one. */
export interface MergedVerifier {
  readonly strategy: 'merged'
  /** Anomalies with which a certificate cannot be decoded: the target is refused, an issuer that was sent is not there. */
  readonly skips: readonly AnomalyCode[]
  /** `depth`: certificates between target and anchor. */
  readonly budget: Pick<SearchBudget, 'depth' | 'steps'>
  /** A target that stands in the store is its own anchor: its other checks are made all the same. */
  readonly targetMayBeAnchor: boolean
  /** Stores (`TrustStore.id`) of the programme whose intermediates the client knows beforehand: an issuer that is absent is then an unknown input. */
  readonly runtimeStores: readonly string[]
  /** What a demand for a stapled OCSP response (RFC 7633 §4.2.3.1) is worth. */
  readonly staple: 'enforced' | 'ignored'
  readonly purpose: PurposePolicy
  readonly algorithms: AlgorithmPolicy
  readonly names: NameConstraintDialect
  readonly knownExtensions: readonly Oid[]
  readonly notAfter: NotAfter
}

/** libpkix: depth first over issuers that are valid now and fit; a path to a trusted one is verified whole; the last error is told. */
export interface FilteredVerifier {
  readonly strategy: 'filtered'
  /** Seconds before notBefore from which a certificate counts as valid (CERT_GetSlopTime). */
  readonly slop: number
  readonly algorithms: AlgorithmPolicy
  /** For the reader of findings; the search has a reading of its own (checks/nss-name-constraints.ts). */
  readonly names: NameConstraintDialect
  readonly knownExtensions: readonly Oid[]
  readonly notAfter: NotAfter
}

/** NSS (CERT_VerifyCertificate): one issuer a step, the best by usage, time and trust, judged as it is climbed; it never turns back. */
export interface ClimbVerifier {
  readonly strategy: 'climb'
  /** `first`: the first failure ends it; `log`: all that are met are told, sorted by their place (a program that asks for a log). */
  readonly errors: 'first' | 'log'
  /** Seconds before notBefore from which a certificate counts as valid (CERT_GetSlopTime). */
  readonly slop: number
  /** Longest path (CERT_MAX_CERT_CHAIN). */
  readonly maxPath: number
  readonly algorithms: AlgorithmPolicy
  /** For the reader of findings; the search has a reading of its own (checks/nss-name-constraints.ts). */
  readonly names: NameConstraintDialect
  readonly knownExtensions: readonly Oid[]
  readonly notAfter: NotAfter
}

/**
 * Conscrypt's TrustManagerImpl: at every height the anchors that issued the certificate, found by name and signature, come before
 * what was sent; the last path's failure is told, and where none was complete, that there is no anchor.
 */
export interface AnchorsFirstVerifier extends Pick<DepthFirstVerifier, 'names' | 'notAfter'> {
  readonly strategy: 'anchors-first'
  /** Strength of every certificate below the anchor: of its own key and of the digest of its signature. */
  readonly strength: AlgorithmPolicy
  /** Judges a path that reached an anchor: the passes of `onPath`. */
  readonly validator: DepthFirstVerifier
  /** Who keeps intermediates of earlier connections, for the reader: what it keeps is an unknown input. */
  readonly keeper: string
  /** Candidates looked at; past it the verdict is undetermined. */
  readonly steps: number
}

/**
 * mbedTLS: one issuer a step, out of the store if it made the signature, else one that was sent behind the child; it never goes
 * back. Every failure on the way is a bit of one result.
 */
export interface ForwardOnlyVerifier {
  readonly strategy: 'forward-only'
  /** Issuers out of what was sent: one more ends the search with every bit set (MBEDTLS_X509_MAX_INTERMEDIATE_CA). */
  readonly maxIntermediates: number
  /** Signatures that the decoder knows by their digest: a certificate with another one is passed over. */
  readonly knownDigests: readonly HashName[]
  /** Extensions that it decodes: a critical one beside them ends the handshake. */
  readonly knownExtensions: readonly Oid[]
  /** A keyUsage without any bit, and an iPAddress of neither 4 nor 16 octets: 2.28 refuses the one, 3.6 the other (x509_get_key_usage, mbedtls_x509_parse_subject_alt_name). */
  readonly refusesInExtensions: 'empty-key-usage' | 'odd-address'
  /** None are enforced. */
  readonly names: NameConstraintDialect
  readonly algorithms: AlgorithmPolicy
  readonly purpose: PurposePolicy
  readonly notAfter: NotAfter
  /** Failures in the order in which their bits are printed. */
  readonly rank: readonly FailureCode[]
}

/** wolfSSL: what was sent is read from its last certificate to its first; each that a known signer made is a signer for the next. */
export interface KnownSignersVerifier {
  readonly strategy: 'known-signers'
  /** Certificates that are read of what was sent (MAX_CHAIN_DEPTH); the rest is passed over. */
  readonly maxSent: number
  readonly algorithms: AlgorithmPolicy
  readonly purpose: PurposePolicy
  /** For the reader of findings; the search has a reading of its own (checks/wolfssl-name-constraints.ts). */
  readonly names: NameConstraintDialect
  readonly knownExtensions: readonly Oid[]
  readonly notAfter: NotAfter
}

/** Botan: every path to a self-signed certificate of the store; the first without a failure, else the weightiest failure of the first. */
export interface WorstOfPathVerifier {
  readonly strategy: 'worst-of-path'
  /** An authority whose extendedKeyUsage names none of these is none (Botan 3: x509cert.cpp, parse_x509_cert_body); `null`: not asked. */
  readonly authorityPurposes: readonly Oid[] | null
  /** Certificates looked at: our own bound. Past it the verdict is undetermined. */
  readonly steps: number
  readonly algorithms: AlgorithmPolicy
  readonly purpose: PurposePolicy
  readonly names: NameConstraintDialect
  readonly knownExtensions: readonly Oid[]
  readonly notAfter: NotAfter
  /** The weightiest first. */
  readonly rank: readonly FailureCode[]
}

/** LibreSSL from 3.2: the store, then what was sent, with the checks of the library that it came from. */
export interface StoreThenSentVerifier extends Pick<GreedyVerifier, 'names' | 'notAfter'> {
  readonly strategy: 'store-then-sent'
  /** What it shares with the builder of one path that it came from: how issuers are chosen, keys judged and extensions read. */
  readonly library: GreedyVerifier
}

/** .NET on OpenSSL: one path of the library's, of what was sent only where the store leads nowhere; all failures on it make one set. */
export interface GatheredVerifier extends Pick<GreedyVerifier, 'names' | 'notAfter'> {
  readonly strategy: 'gathered'
  /** Its callback always goes on (`errors: 'last'`). */
  readonly library: GreedyVerifier
  /** Asked of every certificate of the path, the anchor included. */
  readonly purpose: PurposePolicy
  /** Issuers are fetched by http from where a certificate says that they are: one that is absent is then an unknown input. */
  readonly aia: boolean
}
