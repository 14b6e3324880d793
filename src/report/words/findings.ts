import { anomalyWords } from './anomalies.ts'
import type { FindingCases, FindingWords } from './finding-words.ts'
import { wordsAround } from './findings-around.ts'

/** The same for many runtimes at once: what is said once, and what of each. */
export const trustSettings = (): Readonly<Record<'all' | 'each', string>> => ({
  all: 'What makes each trust it as well, with verification on:',
  each: '{runtime}: {setting}[, or {other}]',
})
const twoClocks = 'Check the clock of the machine first: setting it right may cure everything.'
const interception = 'A private authority, a proxy that intercepts TLS, or a root that is too new or too old for these stores.'

const ourFault =
  'Either the server does not always send the same (--repeat shows), or our prediction was wrong: please report it, with the case that --save writes.'

const unreadable = 'Whoever must read it refuses the chain.'
const overlooked = 'Some clients refuse such a certificate, others overlook it.'

/** Signed certificate timestamps: what a log promises. */
const timestamps = '[; SCTs in the certificate: {embedded}][; SCTs in the handshake: {handshake}]'
const unverified = 'It is told as it came: no signature on it was checked.'

/** Of chains that differ: which of them clients would accept. */
const byTakers = (what: string, means: string): FindingCases => ({
  param: 'takers',
  cases: {
    all: { what, means: `${means} Every client here would accept {good}.` },
    more: { what, means: `${means} More of the clients here would accept {good}.` },
  },
  otherwise: { what, means },
})

/** Words for each code. Which params a code has stands at the top of its file in `findings/`. */
export const findingWords: Readonly<Record<string, FindingWords | FindingCases>> = {
  RC101: { what: '{it} expired[ at {notAfter}]', means: 'It must be renewed on the server.' },
  RC102: {
    param: 'renewal',
    cases: {
      sent: {
        what: '{it} expired[ at {notAfter}]',
        means: 'The newer one is sent as well, and clients that find it accept. The server must stop sending the old one.',
      },
      held: {
        what: '{it} expired[ at {notAfter}]',
        means: 'A newer one of the same authority is known: the server must send that instead.',
      },
      root: {
        what: '{it} expired[ at {notAfter}]',
        means: 'No store holds it. A root need not be sent: clients go by their stores.',
      },
    },
    otherwise: {
      what: '{it} expired[ at {notAfter}]',
      means: 'The server must send a newer one: ask the authority for it.',
    },
  },
  RC103: {
    what: '{it} expired[ at {notAfter}]',
    means: 'In it an old root vouches for a newer one. Clients that find the newer root itself accept.',
  },
  RC104: {
    what: '{it} expired[ at {notAfter}][ and is still in {stores}]',
    means: 'Some clients trust a root whatever its dates. The others need its successor in their store.',
  },
  RC105: {
    what: '{it} is not valid yet[: it begins at {notBefore}]',
    means: 'It was put in place too early, or the clock is slow.',
  },
  RC106: {
    param: 'kind',
    cases: {
      'behind-data': {
        what: 'the clock is wrong: it says {clock}, and this program has data of {past}',
        means: 'So nothing can be said of what is not valid yet: set the clock, then check again.',
      },
      'behind-file': {
        what: 'the clock is probably slow: it says {clock}, and {path} was written {past}',
        means: twoClocks,
      },
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
        'If the missing issuer is an intermediate, the server must send it; browsers find it elsewhere, which hides the fault. If it is a private root, the store must have it.',
    },
  },
  RC202: {
    param: 'first',
    cases: {
      issuer: {
        what: 'the certificates are not sent in order: {it} belongs first',
        means: 'Every client takes the first for that of the server; none looks for it further on.',
      },
    },
    otherwise: {
      what: 'the certificates are not sent in order',
      means: 'Each should be followed by its issuer. Most clients sort them, some old ones do not.',
    },
  },
  RC203: {
    what: 'the server sends certificates that belong to no path: {them}',
    means: 'They cost time and may mislead simple clients.',
  },
  RC204: {
    what: 'the server sends {it}[, which is not in {notIn}][ and {others} others]',
    means: 'Being sent makes no root trusted: a client has it already, or refuses.',
  },
  RC205: { what: 'the server sends the same certificate more than once: {them}', means: '' },
  RC206: {
    what: '{it} is signed by itself',
    means: 'Nobody else vouches for it: only a client that was given this very certificate accepts.',
  },
  RC207: { what: 'the server sent an empty list of certificates', means: 'There is nothing to verify.' },
  RC208: byTakers(
    'the addresses of this name send different chains[: {chains}]',
    'One of several servers was probably left behind.',
  ),
  RC209: byTakers(
    'the chain depends on the kind of hello[: {chains}]',
    'So clients see different certificates. If several servers stand behind the name, it may be those: --repeat 5 shows.',
  ),
  RC210: byTakers(
    'the chain changes from one try to the next[: {chains}]',
    'Several servers stand behind one address and are not alike.',
  ),
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
    means: 'Clients that look there alone refuse it; those that also read the common name accept.',
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
        what: '{it} may issue for certain names only[, and {name} is none of them]',
        means: 'Its name constraints say so.',
      },
      excluded: {
        what: '{it} must not issue for certain names[, and {name} is one of them][: {constraint} is excluded]',
        means: 'Its name constraints say so.',
      },
      unsupported: { what: 'a client cannot check a name constraint of {it}[: {constraint}]', means: 'So it must refuse.' },
    },
    otherwise: { what: 'a name in {it} is outside what an authority above may issue for', means: '' },
  },
  RC311: {
    what: '{failure}',
    means: 'RFC 5280 demands otherwise. Python from 3.13 on checks that by default. The authority must issue a better one.',
  },
  RC312: {
    what: '{it} has a critical extension that clients do not know[: {oid}]',
    means: 'Critical means: refuse what you do not understand.',
  },
  RC313: {
    param: 'anomaly',
    cases: Object.fromEntries(
      Object.entries(anomalyWords).map(([code, what]) => [
        code,
        { what: `${what}[ ({standard})]`, means: code === 'unreadable' ? unreadable : overlooked },
      ]),
    ),
    otherwise: { what: 'an extension of {it} makes no sense here', means: overlooked },
  },
  RC314: {
    what: 'the signature on {it} is none of its issuer',
    means: 'It was altered, or the issuer has another key than the one that signed.',
  },
  RC315: { what: 'the key of {it} spells out its curve instead of naming it', means: 'Current clients refuse such keys.' },
  RC316: {
    what: '{it} demands a stapled OCSP answer, and the server sent none',
    means: 'Firefox and programs with GnuTLS refuse that.',
  },
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
        what: 'the chain ends at {it}, which none of the stores holds[ (but {unread} could not be read)]',
        means: `${interception} That the server sends it proves nothing.`,
      },
    },
    otherwise: {
      what: 'the chain leads to an authority that none of the stores holds[ (but {unread} could not be read)][: {issuer}]',
      means: interception,
    },
  },
  RC402: { what: '{it} is missing in {store}[ and there in {presentIn}]', means: 'That is why the machines disagree.' },
  RC403: { what: '{it} is distrusted[ by {stores}]', means: 'What it issues is refused, although it has not expired.' },
  RC404: {
    param: 'outcome',
    cases: {
      ends: {
        what: '[{setting} leads to no list of roots][: {reason}]',
        means:
          'Who obeys it ends with an error before it connects, to whatever server: let it name a list that is there, or take it out.',
      },
    },
    otherwise: {
      what: 'the store {store} could not be read[: {reason}]',
      means: 'Verdicts that need it are open[. {setting} has it read: mend that, or take it out].',
    },
  },
  RC405: {
    what: 'the store {store} is empty',
    means: 'Nothing can be verified with it: the certificates of the system may not be installed.',
  },
  RC406: {
    what: 'platforms do not think alike of {it}[: trusted by {trusted}][; for what was issued or logged by the day, by {limited}][; refused by {refused}][; absent from {absent}]',
    means: 'Each programme decides for itself, and at its own time.',
  },
  RC407: {
    what: '{setting} leads to nothing that is read as a certificate',
    means: 'So no root is trusted at all, and adding one cures nothing. What is missing: {instead}.',
  },
  RC501: { what: 'on {store} it depends on the client', means: 'Some look for a better path, others stop at the first.' },
  RC502: {
    what: 'some clients are stricter than others: {failure}',
    means: 'With the same store others do not mind[: {accepts}].',
  },
  RC503: { what: 'some verdicts are open[: {missing}]', means: '' },
  RC504: { what: 'a client never returns from this chain', means: '' },
  RC505: {
    param: 'difference',
    cases: {
      accepts: { what: '{program}[ {version}][ ({versions})] accepts here, and we predicted that it rejects', means: ourFault },
      rejects: { what: '{program}[ {version}][ ({versions})] rejects here, and we predicted that it accepts', means: ourFault },
    },
    otherwise: { what: '{program}[ {version}][ ({versions})] rejects here in other words than we predicted', means: ourFault },
  },
  RC601: { what: 'the server ended the handshake with the alert {alert}', means: '' },
  RC602: { what: 'what answers does not speak TLS[, but {protocol}]', means: '' },
  RC603: { what: 'no chain was seen[: {failure}][ ({detail})]', means: '' },
  RC604: {
    what: 'the server asks the client for a certificate',
    means: 'Whether it insists is not known: clients without one may be turned away.',
  },
  RC605: {
    param: 'tooOld',
    cases: {
      server: { what: 'the server speaks an old version of TLS[: {version}]', means: 'Current clients refuse TLS 1.0 and 1.1.' },
      client: {
        what: 'the server speaks a version of TLS that some clients do not know[: {version}]',
        means: 'Those clients are too old for it.',
      },
    },
    otherwise: { what: 'client and server share no version of TLS[: {version}]', means: '' },
  },
  RC606: {
    param: 'staple',
    cases: {
      all: { what: `a stapled OCSP answer came with {it}${timestamps}`, means: unverified },
      some: { what: `a stapled OCSP answer came with {it}, but not in every handshake${timestamps}`, means: unverified },
      none: { what: `no stapled OCSP answer came with {it}${timestamps}`, means: unverified },
    },
    otherwise: { what: `with {it} came what a log signed${timestamps}`, means: unverified },
  },
  RC607: {
    param: 'kind',
    cases: {
      clear: {
        what: 'something was said in clear where TLS had to begin[: {alerts}]',
        means:
          'Whoever stands in between can put words there. Clients that take them for words of the server can be deceived (CVE-2011-0411).',
      },
      alpn: {
        what: 'the server speaks none of the protocols of the web (ALPN)[: {alerts}]',
        means: 'Clients that offer h2 or http/1.1 are refused; those that offer none are not.',
      },
      list: {
        what: 'the list of certificates is not well formed[: {alerts}]',
        means: 'Some clients refuse such a message, some read what they can.',
      },
    },
    otherwise: { what: 'the server warned and went on[: {alerts}]', means: 'Most clients ignore that, some old ones give up.' },
  },
  ...wordsAround,
}

/** The words for a code; `undefined`: it has none. */
export const wordsOfFinding = (code: string): FindingWords | FindingCases | undefined =>
  Object.hasOwn(findingWords, code) ? findingWords[code] : undefined
