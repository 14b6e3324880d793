import { anomalyWords } from './anomalies.ts'

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

const trustSetting = 'what makes {runtime} trust it as well, with verification on: {setting}[, or {other}]'
/** The same for many runtimes at once: what is said once, and what of each. */
export const trustSettings = (): Readonly<Record<'all' | 'each', string>> => ({
  all: 'What makes each trust it as well, with verification on:',
  each: '{runtime}: {setting}[, or {other}]',
})
const twoClocks = 'Check the clock of the machine first: setting it right may cure everything.'
const interception = 'A private authority, a proxy that intercepts TLS, or a root that is too new or too old for these stores.'

const ourFault =
  'Either the server does not always send the same (--repeat shows), or our prediction was wrong: please report it, with the case that --save writes.'

const clockOff = 'the clock of this machine is {state} by {by}: it says {clock}, and {sources} agree on {trueTime}'
const atTrueTime = '[At the true time {accepts} accept.][ At the true time {rejects} reject.]'

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
  RC404: { what: 'the store {store} could not be read[: {reason}]', means: 'Verdicts that need it are open.' },
  RC405: {
    what: 'the store {store} is empty',
    means: 'Nothing can be verified with it: the certificates of the system may not be installed.',
  },
  RC406: {
    what: 'platforms do not think alike of {it}[: trusted by {trusted}][; for what was issued or logged by the day, by {limited}][; refused by {refused}][; absent from {absent}]',
    means: 'Each programme decides for itself, and at its own time.',
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
  RC607: { what: 'the server warned and went on[: {alerts}]', means: 'Most clients ignore that, some old ones give up.' },
  RC701: { what: 'this is {title}: {command}', means: '' },
  RC711: {
    param: 'kind',
    cases: {
      named: {
        what: 'TLS is opened on its way: the chain ends in {issuer}, which is named as {product} names its root[; {have} trust it][; {lack} do not]',
        means: 'No public programme knows that authority. Clients whose store has it work, the others fail.',
      },
      'named-untrusted': {
        what: 'TLS is opened on its way: the chain ends in {issuer}, which is named as {product} names its root, and no store here holds it',
        means: 'That the server sends it proves nothing: whoever runs the network must say whether it is theirs.',
      },
      unnamed: {
        what: 'the chain ends in an authority that no public programme knows[: {issuer}][; {have} trust it][; {lack} do not]',
        means: 'It is the own authority of an organisation, or a proxy or virus scanner opens TLS on its way.',
      },
    },
    otherwise: { what: 'the chain ends in an authority that no public programme knows[: {issuer}]', means: '' },
  },
  RC712: {
    param: 'known',
    cases: {
      observed: { what: trustSetting, means: 'Programs of that kind were seen to obey it.' },
      documented: { what: trustSetting, means: 'By its documentation, not tried.' },
      source: { what: trustSetting, means: 'Read in its source, not tried.' },
    },
    otherwise: { what: trustSetting, means: 'From memory of its documentation, not tried: look it up first.' },
  },
  RC713: {
    param: 'kind',
    cases: {
      fetched: {
        what: 'browsers get by because they fetch the missing {it} from {from}[; with it {accepts} accept][; {rejects} reject all the same]',
        means: 'Other programs do not fetch: the server must send it.',
      },
    },
    otherwise: {
      what: 'the issuer of {it} could not be fetched from {from}[: {why}]',
      means: 'Clients that fetch it fare no better from this network.',
    },
  },
  RC714: {
    param: 'cause',
    cases: {
      none: { what: 'the clock of this machine is right, by {sources}', means: '' },
      battery: {
        what: clockOff,
        means: `It started anew from a day that is built in: its battery is probably dead. ${atTrueTime}`,
      },
      wsl: {
        what: clockOff,
        means: `The clock of WSL falls behind while Windows sleeps: sudo hwclock -s sets it. ${atTrueTime}`,
      },
      'time-zone': { what: clockOff, means: `Such a distance is a time zone that is set wrongly. ${atTrueTime}` },
      drift: { what: clockOff, means: atTrueTime },
    },
    otherwise: { what: 'the true time is unknown[: {why}]', means: 'Nothing is said of the clock, then.' },
  },
  RC715: {
    what: 'the hosts file of this machine gives {host} the address {addresses}[, in {where}]',
    means: 'It beats the DNS: elsewhere the name may lead to another server.',
  },
  RC716: {
    param: 'kind',
    cases: {
      redirect: {
        what: 'not the server answers, but something that speaks plain HTTP and sends to {to}[, a page of {product}]',
        means: 'A captive portal does so until one has logged in: open any page by http in a browser.',
      },
      login: {
        what: 'the network asks for a login first[ (status {status})]',
        means: 'Open any page by http in a browser, log in, and try again.',
      },
      portal: {
        what: 'not the server seems to answer, but {product}: {it} is for {names}',
        means: 'A captive portal or router does so until one has logged in. Nothing on this machine need be changed.',
      },
    },
    otherwise: {
      what: 'somebody else may answer instead of the server: {it} is for other names, by an authority that nobody here knows',
      means: 'A captive portal, a router or a proxy; or the name leads to the wrong machine.',
    },
  },
  RC717: {
    what: 'it is the server that rejects: it insists on a client certificate, and was shown none[ ({alert})]',
    means:
      'No trust store has to do with it: each client needs a certificate and its key from whoever runs the server. Programs take them by settings of their own (curl --cert and --key, git http.sslCert and http.sslKey); a browser asks for them.',
  },
  RC718: {
    param: 'kind',
    cases: {
      'verification-off': {
        what: '{setting} turns verification off where this was collected',
        means: 'Whoever sits between can read and change everything. Take the variable away.',
      },
      'off-here': {
        what: '{setting} turns verification off for {programs}: it goes through to whoever answers',
        means:
          'Whoever sits between can read and change everything. Verdicts here are those with verification on. Take the setting away.',
      },
    },
    otherwise: {
      what: '{setting} writes the keys of every connection to a file where this was collected',
      means: 'Who reads that file reads the traffic. Take the variable away when nothing is being looked into.',
    },
  },
  RC719: {
    param: 'kind',
    cases: {
      store: {
        what: '{setting} decides which store is asked: {stores}',
        means: 'Without that variable another store would be asked.',
      },
    },
    otherwise: {
      what: 'programs are told to go by a proxy ({setting})[, but for {besides}], and what is seen here came without it',
      means: 'A proxy that intercepts TLS gives them another chain: rootcause check goes by the proxy.',
    },
  },
  RC720: {
    param: 'kind',
    cases: {
      added: {
        what: 'running the clients changed {store}; new there: {count} ({sha256})[; gone: {removed}]',
        means:
          'Windows fetches roots of its programme when a path needs them: programs that failed before for want of one may work now.',
      },
      removed: {
        what: 'while the clients ran, {store} lost certificates: {removed}',
        means: 'Something else changed the store meanwhile: check again.',
      },
    },
    otherwise: {
      what: '{store} could be read before the clients ran, and not after: {why}',
      means: 'What they changed in it is not known.',
    },
  },
  RC721: {
    param: 'kind',
    cases: {
      'own-domain': {
        what: '{domain} has name servers of its own on this machine[: {servers}][, set in {where}]',
        means: 'Another resolver than the usual one answers for the name: outside this network it may lead to another server.',
      },
    },
    otherwise: {
      what: 'the system gives private addresses for a public name[: {addresses}][; it asks {servers}][, set in {where}]',
      means: 'A resolver of this network probably answers for it (split DNS): outside the name may lead to another server.',
    },
  },
}

/** The words for a code; `undefined`: it has none. */
export const wordsOfFinding = (code: string): FindingWords | FindingCases | undefined =>
  Object.hasOwn(findingWords, code) ? findingWords[code] : undefined
