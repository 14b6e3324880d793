import type { FindingCases, FindingWords } from './finding-words.ts'

const trustSetting = 'what makes {runtime} trust it as well, with verification on: {setting}[, or {other}]'
const clockOff = 'the clock of this machine is {state} by {by}: it says {clock}, and {sources} agree on {trueTime}'
const atTrueTime = '[At the true time {accepts} accept.][ At the true time {rejects} reject.]'

/** Words for the codes of what surrounds the server and the clients: incidents, interception, clock, names, settings. */
export const wordsAround: Readonly<Record<string, FindingWords | FindingCases>> = {
  RC701: { what: 'this is {title}: {command}', means: '' },
  RC711: {
    param: 'kind',
    cases: {
      named: {
        what: 'TLS is opened on its way: the chain ends in {issuer}, which is named as {product} names its root[; trusted by {have}][; not by {lack}]',
        means: 'No public programme knows that authority. Clients whose store has it work, the others fail.',
      },
      'named-untrusted': {
        what: 'TLS is opened on its way: the chain ends in {issuer}, which is named as {product} names its root, and no store here holds it',
        means: 'That the server sends it proves nothing: whoever runs the network must say whether it is theirs.',
      },
      unnamed: {
        what: 'the chain ends in an authority that no public programme knows[: {issuer}][; trusted by {have}][; not by {lack}]',
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
        what: 'browsers get by because they fetch {it}, which is not sent, from {from}[; with it {accepts} accept][; {rejects} reject all the same]',
        means: 'Other programs do not fetch: the server must send it.',
      },
      private: {
        what: 'the issuer of {it} was not asked for at {from}: {why}',
        means: 'Clients that fetch may have it from there. --aia-private asks such addresses too; do that where you expect one.',
      },
      address: {
        what: 'the issuer of {it} was not asked for at {from}: {why}',
        means: 'TLS would need the very chain that is looked for, and ldap is a matter of Windows.',
      },
      left: {
        what: 'the issuer of {it} was not asked for at {from}: {why}',
        means: 'Clients that fetch may have it from there.',
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
