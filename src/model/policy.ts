import type { HashName, SignatureScheme } from './algorithm.ts'
import type { Oid } from './oid.ts'

/** RFC 5280 §4.1.2.5 says inclusive. OpenSSL and its relatives are exclusive at notAfter. */
export type NotAfter = 'inclusive' | 'exclusive'

/** How issuer and subject names are compared: octets, or RFC 5280 §7.1. */
export type NameMatch = 'raw' | 'canonical'

/** What a host name is compared with and how (RFC 9525 and each client's departures from it). */
export interface HostDialect {
  /**
   * When the common name is asked. `never` (RFC 9525 §6.3); `always`, beside the other names (Perl); `without-dns-san`: no dNSName is there (OpenSSL, Java);
   * `without-dns-or-ip-san`: neither is there (curl); `without-san`: no subjectAltName at all, or none of a kind that the
   * client knows, a URI among them (GnuTLS, Node 8); `without-dns-or-uri-san`: no dNSName and no URI (PHP);
   * `without-san-extension`: no subjectAltName, whatever is in it (mbedTLS).
   */
  readonly commonName:
    | 'never'
    | 'always'
    | 'without-dns-san'
    | 'without-dns-or-ip-san'
    | 'without-dns-or-uri-san'
    | 'without-san'
    | 'without-san-extension'
  /** Which of several common names is compared, in encoded order (X509_NAME_get_text_by_NID: the first; Java: the last). Absent: each. */
  readonly commonNames?: 'first' | 'last'
  /** `f*.example.com`; `xn--*` labels never match partially. */
  readonly partialWildcards: boolean
  /** With that, never `f*o.example.com`: a wildcard begins or ends its label (OpenSSL: crypto/x509/v3_utl.c, valid_star). */
  readonly noInnerWildcards?: true
  /** What a wildcard stands for has letters, digits and hyphens alone (OpenSSL: crypto/x509/v3_utl.c, wildcard_match). */
  readonly wildcardsStandForLdh?: true
  /** Without that, `*f.example.com` all the same: a wildcard that begins its label (GnuTLS). */
  readonly leadingWildcards?: true
  /** Without that, `f*.example.com` all the same: a wildcard that ends its label (CryptoAPI). */
  readonly trailingWildcards?: true
  /** A common name counts only where the subject has one alone (RFC 6125 §1.8; GnuTLS). */
  readonly soleCommonName?: true
  /** A wildcard in part of a label stands for one letter or more, and not for none (Ruby: verify_wildcard; IO::Socket::SSL). */
  readonly wildcardsNeedLetters?: true
  /** Wildcards in part of an A-label stand for something all the same: `any` (PHP), or where nothing is before the wildcard (IO::Socket::SSL). */
  readonly partialInALabels?: 'any' | 'leading'
  /** Wildcards stand in any label, and several in one (Java up to 17: HostnameChecker, matchAllWildcards). */
  readonly wildcardsAnywhere?: true
  /** Labels that must follow a wildcard: 2 refuses `*.com`. */
  readonly labelsAfterWildcard: number
  /** A name with a label that is not of letters, digits and inner hyphens matches nothing, nor can it be asked for (Java: SNIHostName). */
  readonly ldhLabels?: true
  /** A name of one label is compared by its octets, letters in the same case, and keeps its dot (Ruby: verify_hostname). */
  readonly singleLabels?: 'exact'
  /**
   * An IP address asked for may also stand as text in a dNSName or in the common name; `common-name`: in the latter alone;
   * `ipv4-in-common-name`: so, where it is IPv4, and beside dNSNames too (IO::Socket::SSL, scheme `www`); `as-name`: it is
   * compared as a host name would be, wildcards and all (PHP, Ruby).
   */
  readonly ipInNames: boolean | 'common-name' | 'ipv4-in-common-name' | 'as-name'
  /** An IPv4 address and the IPv6 address that holds it (RFC 4291 §2.5.5.2) are the same (Go: net.IP.Equal; Java: InetAddress). */
  readonly mappedAddresses?: 'same'
  /** An iPAddress of a length that none has makes the whole subjectAltName unreadable, so that there is none (Java: IPAddressName). */
  readonly oddAddressVoidsNames?: true
  /** A trailing dot in the name asked for is dropped before the comparison. */
  readonly stripTrailingDot: boolean
  /** So is one in a name of the certificate (Node, curl); `alternative-names`: but not in a common name (PHP). */
  readonly stripPresentedDot?: true | 'alternative-names'
  /** iPAddress names are not looked at (mbedTLS before 3.5: x509_crt_check_san). */
  readonly ignoresAddresses?: true
  /** Where an address is asked for, no name is checked (botan tls_client 2.19). */
  readonly addressesPass?: true
  /** A certificate without a subject is for no host name (Node 8). */
  readonly needsSubject?: true
}

/** How name constraints are enforced (RFC 5280 §4.2.1.10) and where verifiers depart from it. */
export interface NameConstraintDialect {
  /**
   * `all`: each certificate but self-issued ones in the middle; `every`: these too (webpki); `target`: the target alone;
   * `target-and-holder`: the target and the very certificate that holds the constraints (Go 1.19).
   */
  readonly names: 'all' | 'every' | 'target' | 'target-and-holder'
  /** Constraints of the anchor's certificate bind too. */
  readonly anchor: boolean
  /** Common names that look like host names are tested when the target has no dNSName (OpenSSL). */
  readonly commonNameAsDns: boolean
  /** What happens with a kind of name that the verifier cannot compare but a constraint names. */
  readonly unsupported: 'fail' | 'ignore'
  /** A dNSName `*.example.com` counts as a name below `example.com` for excluded subtrees too. */
  readonly wildcardMatchesExcluded: boolean
  /** Kinds of names that the verifier compares. */
  readonly kinds: readonly ('dns' | 'ip' | 'email' | 'uri' | 'directory')[]
}

/** How the subtrees of one certificate are gone through. */
export interface NameConstraintReading {
  /** Which subtrees a name meets first: RFC 5280 §6.1.3 (b), (c); or the other way about (Go). */
  readonly order: 'permitted-first' | 'excluded-first'
  /** Whether a host in an rfc822Name or URI constraint stands for itself alone (RFC 5280 §4.2.1.10) or for names below it too (Go). */
  readonly hosts: 'exact' | 'with-names-below'
  /** Names meet the subtrees in the order of the certificate; or addresses first, then dNSName, URI, rfc822Name (Go 1.26: constraints.go, check). */
  readonly sequence: 'as-encoded' | 'by-kind'
  /** A dNSName or an rfc822Name that is none is refused even where no constraint is of its kind (Go), or only compared. */
  readonly unreadable: 'refused' | 'compared'
}

/** What a verifier computes and accepts. */
export interface AlgorithmPolicy {
  /** Kinds of signature it can compute; another is `signature-unsupported`. */
  readonly schemes: readonly SignatureScheme['kind'][]
  /** Digests that it refuses in signatures of certificates below the anchor. */
  readonly refusedDigests: readonly HashName[]
  /** Digests that it does not know at all: `signature-unsupported`. Absent: none. */
  readonly unknownDigests?: readonly HashName[]
  /** The digests of RSASSA-PSS, whose salt is as long as the digest then; another is `signature-unsupported`. Absent: any digest and any salt. */
  readonly pssDigests?: readonly HashName[]
  readonly minRsaBits: number
  readonly maxRsaBits: number
  readonly minEcBits: number
  /** `null`: any named curve that the runtime can compute. */
  readonly curves: readonly Oid[] | null
  /** Digests under which it computes no ECDSA signature, by the curve of the key that made it: `signature-unsupported`. Absent: none. */
  readonly uncomputed?: Readonly<Partial<Record<Oid, readonly HashName[]>>>
}

/** What extendedKeyUsage must say (RFC 5280 §4.2.1.12). */
export interface PurposePolicy {
  /** anyExtendedKeyUsage satisfies a demand for serverAuth. */
  readonly anyIsEnough: boolean
  /** Server-gated cryptography (Netscape's and Microsoft's) satisfies it. */
  readonly gatedIsEnough: boolean
  /** Issuers whose extendedKeyUsage must allow it as well. */
  readonly issuers: 'none' | 'sent' | 'all'
}

/**
 * How certificate policies are processed (RFC 5280 §6.1, RFC 9618) where verifiers depart from each other. None of them is
 * asked for a policy by a TLS client, so a path fails only where a certificate in it demands one that is valid all along.
 */
export interface PolicyDialect {
  /**
   * A mapping from or to anyPolicy: `refused` (RFC 5280 §6.1.4 (a)); only while some policy is still valid (Java); only while
   * besides mapping is not inhibited (Go).
   */
  readonly anyPolicyMapping: 'refused' | 'refused-while-valid' | 'refused-while-mapped'
  /** A self-issued target counts down the certificates until a policy is demanded (§6.1.5 (a)), or is spared as one above it is (Java). */
  readonly selfIssuedTarget: 'counts' | 'spared'
  /** inhibitAnyPolicy counts always, or only where it is critical, as RFC 5280 §4.2.1.14 wants it to be (Java cannot read another). */
  readonly inhibitAnyPolicy: 'heeded' | 'heeded-if-critical'
  /** At which step of a certificate a policy must be valid: before its mappings (§6.1.3 (f)) or behind them (Java). It moves the place that is told alone. */
  readonly demand: 'before-mappings' | 'after-mappings'
}
