/** A fact about a machine in words. Slots: the params of the finding. */
export interface HealthWords {
  /** One sentence: what is so. */
  readonly what: string
  /** What it means to somebody who meets it for the first time; may be empty. */
  readonly means: string
  /** The next command or action; may be empty. A command stands between backticks. */
  readonly next: string
}

/** Facts about a machine by code. RC801 and RC802 are put together of `words/machine.ts`. */
export const healthWords: Readonly<Record<string, HealthWords>> = {
  RC801: {
    what: '{runtime}: {setting}[ in {where}] {said}[ ({reach})]',
    means: 'It hides every other fault, and an attack too.',
    // {undo}: whether somebody set it, or the program is made so.
    next: '{undo}: `rootcause which {id}`',
  },
  RC802: {
    what: '{runtime}: {setting}[ in {where}] {does}: {said}',
    means: '[{lost}]',
    next: '[{mend}: ][`rootcause which {id}`]',
  },
  RC803: {
    what: 'the store {store} cannot be read: {why}',
    means: 'Asked by {runtimes}.',
    next: '`rootcause which {id}` says what makes it ask there',
  },
  RC804: {
    what: '{runtime}[ at {path}] {trusts} nobody[: {setting}][ in {where}][: {said}][: there is no anchor in {stores}][; Install Certificates.command of {installer} puts them there]',
    means: '{fails}.',
    next: '[{mend}: ]`rootcause which {id}`',
  },
  RC805: {
    what: 'the clock says {clock}, and this program has data of {atLeast}',
    means: 'The clock is wrong: valid certificates look not yet valid. A dead battery, or a virtual machine that slept.',
    next: 'Set the clock, then run `rootcause doctor` again',
  },
  RC806: {
    what: '{label} looks like the root of {product}, in {stores}: whoever holds its key can open TLS on its way here',
    means: '[Trusted by {have}. ][Not by {lack}: those fail where the others work.]',
    next: '[If it is yours to trust, verification stays on with: {settings}]',
  },
  RC807: {
    what: '{label} was added to {stores}: no root programme ever carried it',
    means: '[Trusted by {have}. ]Whoever holds its key can pose as any server there.',
    next: 'Ask who put it there; `rootcause stores diff {store} mozilla` shows all that differs from a public list',
  },
  RC808: {
    what: '{store}[ (copies: {copies})] still trusts {count} that {blockedBy} refused by name, and Mozilla does not have: {labels}',
    means: 'Who holds their keys can pose as any server for whoever asks this store.',
    next: '[`{update}` (as administrator) brings it up to date][{other}]',
  },
  RC809: {
    what: '{store}[ (copies: {copies})] holds {count} expired: {labels}',
    means:
      'An expired anchor is harmless where the client looks for another path, and fatal where it takes the first of two namesakes (OpenSSL before 1.1.0, GnuTLS before 3.6.14).',
    next: '',
  },
  RC810: {
    what: '{label} ends on {until}, in {stores}',
    means: '[Asked by {runtimes}. ]Servers whose chains end there fail from that day on, unless another path leads elsewhere.',
    next: '`rootcause check SERVER --at {until}` says for a server what will happen',
  },
  RC811: {
    what: '{store}[ (copies: {copies})] is out of date: it lacks {missing} roots that Mozilla trusts now[, and still has {removed} that Mozilla dropped]',
    means: '[Asked by {runtimes}. ]Servers below a newer root fail here and work elsewhere.',
    next: '[`{update}` (as administrator) brings it up to date][{other}]; `rootcause stores diff {store} mozilla` lists them',
  },
  RC812: {
    what: 'this is WSL: the Windows around it has trust stores of its own, which are not read from here[: {why}]',
    means:
      'A root that was put into Windows, as those of proxies are, is trusted by no program here, and what fails here may work there.',
    next: 'In Windows: `rootcause doctor` names such roots. One that you may trust is exported there as .crt into /usr/local/share/ca-certificates here; then `sudo update-ca-certificates`',
  },
  RC816: {
    what: 'the Windows around this WSL trusts {labels}, and this Linux does not',
    means:
      'No public programme knows such a root: a company or a proxy put it into Windows. Where TLS is opened under it, what works in Windows fails here.',
    next: '`rootcause stores diff system {store}` lists the difference. A root that you may trust is exported in Windows as .crt into /usr/local/share/ca-certificates here; then `sudo update-ca-certificates`',
  },
  // RC813 is put together in `report/machine/health.ts`: {fate}.
  RC813: {
    what: "{label} was put into the system's store by hand ({path}), and can go: {fate}",
    means: '[Such a root was passed around in {incident}.]',
    next: 'Remove the file, then let the system make its store anew; `rootcause stores diff system mozilla` shows what is left',
  },
  RC814: {
    what: 'what was done for {target} ({titles}) is no longer needed: without it all accept as well',
    means: '',
    next: '`rootcause undo {id}`',
  },
  // RC815 is put together in `report/machine/health.ts`: {state}.
  RC815: {
    what: 'the list {path}, which rootcause made, {state}',
    means: 'It took the place of other lists, and does not follow them by itself.',
    next: '[Make it anew: `rootcause undo {id}`][, then `{again}`]',
  },
  RC822: {
    what: 'the clock says {clock} and is {state} by {by}: {sources} agree on {trueTime}',
    means: 'It started anew from a day that is built in: its battery is probably dead. Valid certificates look not yet valid.',
    next: 'Set the clock and replace the battery, or let the machine ask a time server at every start',
  },
  RC823: {
    what: 'the clock says {clock} and is {state} by {by}: {sources} agree on {trueTime}',
    means: 'This is WSL, whose clock falls behind while Windows sleeps.',
    next: '`sudo hwclock -s`, or `wsl --shutdown` from Windows; a newer WSL (`wsl --update`) does it by itself',
  },
  RC824: {
    what: 'the clock says {clock} and is {state} by {by}: {sources} agree on {trueTime}',
    means: 'Such a distance is a time zone: the local time was set as if it were UTC, or the zone is the wrong one.',
    next: 'Set the time zone, then the time',
  },
  RC825: {
    what: 'the clock says {clock} and is {state} by {by}: {sources} agree on {trueTime}',
    means: 'Certificates look expired or not yet valid that are neither.',
    next: 'Set the clock, and let a time server keep it right',
  },
  RC826: {
    what: 'the true time is unknown: {why}',
    means: 'Nothing is said of the clock, then.',
    next: '',
  },
}

/** What a program says at once, whether the file that a setting names is not there or holds no certificate; observed. Absent: not the same for both. */
export const stopWords: Readonly<Record<string, string>> = {
  curl: 'error setting certificate file',
  git: 'Problem with the SSL CA cert (path? access rights?)',
  'php-curl': 'error setting certificate file',
  php: 'Failed to enable crypto',
  cargo: 'Problem with the SSL CA cert (path? access rights?)',
}
