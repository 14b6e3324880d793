/** A finding in words: what is so, and what it means to somebody who meets it for the first time. */
export interface FindingWords {
  /** Half a sentence. `{it}`: the first certificate concerned, `{them}`: all of them; `{host}`; the others are the finding's params. */
  readonly what: string
  /** Whole sentences; empty where nothing need be explained. */
  readonly means: string
}

/** Words that depend on the value of one param. */
export interface FindingCases {
  readonly param: string
  readonly cases: Readonly<Record<string, FindingWords>>
  readonly otherwise: FindingWords
}

const twoClocks = 'Check the clock of the machine first: setting it right may cure everything.'
const interception = 'A private authority, a proxy that intercepts TLS, or a root that is too new or too old for these stores.'

/** Words for each code. Which params a code has stands at the top of its file in `findings/`. */
export const findingWords: Readonly<Record<string, FindingWords | FindingCases>> = {
  RC101: { what: '{it} expired[ at {notAfter}]', means: 'It must be renewed on the server.' },
  RC102: { what: '{it} expired[ at {notAfter}]', means: 'The server must send the newer one of the same authority.' },
  RC103: {
    what: '{it} expired[ at {notAfter}]',
    means: 'In it an old root vouches for a newer one. Clients that find the newer root itself accept.',
  },
  RC104: { what: '{it} expired[ at {notAfter}][ and is still in {stores}]', means: '' },
  RC105: {
    what: '{it} is not valid yet[: it begins at {notBefore}]',
    means: 'It was put in place too early, or the clock is slow.',
  },
  RC106: {
    param: 'kind',
    cases: {
      'several-not-yet-valid': {
        what: 'the clock is probably slow: several certificates are not valid yet[ at {clock}]',
        means: `Authorities do not issue such chains. ${twoClocks}`,
      },
      'valid-when-observed': {
        what: 'the clock is probably fast: all was valid when it was seen[ at {observedAt}], and all has expired[ at {clock}]',
        means: twoClocks,
      },
    },
    otherwise: { what: 'the clock may be wrong', means: twoClocks },
  },
  RC107: {
    param: 'failure',
    cases: { expired: { what: '{it} expires soon[, at {notAfter}]', means: 'It must be renewed before.' } },
    otherwise: { what: 'clients that accept now will soon reject[, from {at}], because of {it}', means: '' },
  },
  RC201: {
    param: 'known',
    cases: {
      held: {
        what: 'the server leaves out an intermediate[: {issuer}]',
        means: 'Most programs do not look for it elsewhere. Browsers do, which hides the fault.',
      },
    },
    otherwise: {
      what: 'the issuer of {it} is missing[: {issuer}]',
      means:
        'If it is an intermediate, the server must send it; browsers find it elsewhere, which hides the fault. If it is a private root, the store must have it.',
    },
  },
  RC202: {
    what: 'the certificates are not sent in order',
    means: 'Each should be followed by its issuer. Most clients sort them, some old ones do not.',
  },
  RC203: {
    what: 'the server sends certificates that belong to no path: {them}',
    means: 'They cost time and may mislead simple clients.',
  },
  RC204: {
    what: 'the server sends {it}[, which {notTrustedBy} does not hold]',
    means: 'Being sent makes no root trusted: a client has it already, or refuses.',
  },
  RC205: { what: 'the server sends the same certificate more than once: {them}', means: '' },
  RC206: {
    what: '{it} is signed by itself',
    means: 'Nobody else vouches for it: only a client that was given this very certificate accepts.',
  },
  RC207: { what: 'the server sent an empty list of certificates', means: 'There is nothing to verify.' },
  RC208: {
    what: 'the addresses of this name send different chains[: {chains}]',
    means: 'One of several servers was probably left behind.',
  },
  RC209: { what: 'the chain depends on the kind of hello[: {chains}]', means: 'So clients see different certificates.' },
  RC210: {
    what: 'the chain changes from one try to the next[: {chains}]',
    means: 'Several servers stand behind one address and are not alike.',
  },
  RC211: {
    what: 'authorities of one name have different keys: {them}',
    means: 'A client that goes by the name may take the wrong one, and then blames the signature.',
  },
  RC212: { what: 'authorities certify each other in a circle: {them}', means: 'Nothing that was sent leads out of it.' },
  RC213: { what: 'the chain is very long[: {certificates} certificates][, {octets} octets]', means: 'Some clients take fewer.' },
  RC301: {
    what: '{it} is not for {host}[, but for {names}]',
    means: 'The wrong server answered, or the name is missing from its certificate.',
  },
  RC302: {
    what: '{it} lists no names (subjectAltName)',
    means: 'Current clients look there alone; only old ones read the common name.',
  },
  RC303: {
    what: '{it} does not list the address {host}',
    means: 'Who connects by address needs that address in the certificate. A name would do without.',
  },
  RC304: { what: 'the key of {it} is weak[: {key}]', means: '' },
  RC305: {
    what: '{it} is signed over a weak digest[, {digest}]',
    means: 'Such signatures can be forged; current clients refuse them.',
  },
  RC306: {
    param: 'kind',
    cases: {
      target: { what: '{it} is not meant for a TLS server[, but for {purposes}]', means: 'Its extended key usage says so.' },
      issuer: {
        what: '{it} may not issue certificates for TLS servers[, but for {purposes}]',
        means: 'Its extended key usage says so.',
      },
    },
    otherwise: { what: 'the extended key usage of {it} does not allow a TLS server', means: '' },
  },
  RC307: {
    param: 'kind',
    cases: {
      target: { what: 'the key usage of {it} does not fit a TLS server', means: '' },
      issuer: {
        what: 'the key usage of {it} does not let it sign certificates',
        means: 'Some clients then say that there is no issuer at all.',
      },
    },
    otherwise: { what: 'the key usage of {it} does not allow what it is used for', means: '' },
  },
  RC308: {
    what: '{it} signed another certificate but is no authority',
    means: 'Were that allowed, anybody with a certificate could issue more.',
  },
  RC309: {
    what: 'more authorities stand below {it} than are allowed[: at most {limit}]',
    means: 'Its path length says how many.',
  },
  RC310: {
    param: 'kind',
    cases: {
      'not-permitted': {
        what: 'an authority above may not issue for the name {name}[: only for {constraint}]',
        means: 'Its name constraints say so.',
      },
      excluded: {
        what: 'an authority above must not issue for the name {name}[: {constraint} is excluded]',
        means: 'Its name constraints say so.',
      },
      unsupported: { what: 'a client cannot check a name constraint[: {constraint}]', means: 'So it must refuse.' },
    },
    otherwise: { what: 'a name in {it} is outside what an authority above may issue for', means: '' },
  },
  RC311: {
    what: '{it} does not keep to RFC 5280[: {faults}]',
    means: 'Python from 3.13 on checks that by default. The authority must issue a better one.',
  },
  RC312: {
    what: '{it} has a critical extension that clients do not know[: {oid}]',
    means: 'Critical means: refuse what you do not understand.',
  },
  RC313: { what: '{it} is not well formed[: {anomalies}]', means: 'Some clients refuse it, others overlook it.' },
  RC314: {
    what: 'the signature on {it} is none of its issuer',
    means: 'It was altered, or the issuer has another key than the one that signed.',
  },
  RC315: { what: 'the key of {it} spells out its curve instead of naming it', means: 'Current clients refuse such keys.' },
  RC316: { what: '{it} demands a stapled OCSP answer, and the server sent none', means: 'Firefox refuses that.' },
  RC317: { what: 'the signature or key of {it} is of a kind that a client does not know', means: '' },
  RC318: { what: '{it} is that of an authority', means: 'Some clients refuse an authority as a server.' },
  RC319: {
    what: '{it} is valid for longer than is allowed[: {notBefore} to {notAfter}]',
    means: 'Its lifetime is limited by the root programme of the client.',
  },
  RC320: { what: 'the certificate policies of the path do not fit each other, at {it}', means: '' },
  RC401: {
    param: 'rootSent',
    cases: {
      yes: {
        what: 'the chain ends at {it}, which none of the stores holds',
        means: `${interception} That the server sends it proves nothing.`,
      },
    },
    otherwise: { what: 'the chain leads to an authority that none of the stores holds[: {issuer}]', means: interception },
  },
  RC402: { what: '{it} is missing in {store}[ and there in {presentIn}]', means: 'That is why the machines disagree.' },
  RC403: { what: '{it} is distrusted[ by {stores}]', means: 'What it issues is refused, although it has not expired.' },
  RC404: { what: 'the store {store} could not be read[: {reason}]', means: 'Verdicts that need it are open.' },
  RC405: {
    what: 'the store {store} is empty',
    means: 'Nothing can be verified with it: the certificates of the system may not be installed.',
  },
  RC501: { what: 'on {store} it depends on the client', means: 'Some look for a better path, others stop at the first.' },
  RC502: {
    what: 'some clients are stricter than others: {failure}',
    means: 'With the same store others do not mind[: {accepts}].',
  },
  RC503: { what: 'some verdicts are open[: {missing}]', means: '' },
  RC504: { what: 'a client never returns from this chain', means: '' },
  RC601: { what: 'the server ended the handshake with the alert {alert}', means: '' },
  RC602: { what: 'what answers does not speak TLS[, but {protocol}]', means: '' },
  RC603: { what: 'no chain was seen[: {failure}][ ({detail})]', means: '' },
  RC604: {
    what: 'the server asks the client for a certificate',
    means: 'Whether it insists is not known: clients without one may be turned away.',
  },
  RC605: { what: 'the server speaks an old version of TLS[: {version}]', means: 'Current clients refuse TLS 1.0 and 1.1.' },
  RC607: { what: 'the server warned and went on[: {alerts}]', means: 'Most clients ignore that, some old ones give up.' },
}
