import type { Fault } from '../../model/fault.ts'
import type { Owner } from '../../model/remedy.ts'

/** What somebody can do about a fault that no store cures. Slots: the params of the finding, `it` and `host`. */
export interface FaultWords {
  readonly kind: Fault['kind']
  readonly orders: readonly { readonly owner: Owner; readonly what: string; readonly command?: string }[]
}

const server = (what: string) => ({ owner: 'server-operator', what }) as const
const reissued = server('the certificate has to be issued anew, without this fault; its authority does that')
const above = server('the authority has to be asked for another intermediate, or another authority for another certificate')
const clock = {
  owner: 'user',
  what: 'be sure of the clock first; this asks independent servers for the time',
  command: 'rootcause doctor --online',
} as const
const byAnotherWay =
  'ask whoever runs that authority for the file of its root and for its SHA-256, by another way than this connection: --root and --sha256 take them'

/** By the code of the finding. One that is not listed says nothing of what could be done. */
export const faultWords: Readonly<Record<string, FaultWords>> = {
  RC101: {
    kind: 'beyond-stores',
    orders: [server('renew the certificate, put the new one in place and have the server read it: many do so only when told')],
  },
  RC102: {
    kind: 'open',
    orders: [
      server('send the intermediate that is in force now; whoever issued the certificate publishes it, often as a bundle'),
    ],
  },
  RC103: { kind: 'open', orders: [server('stop sending the certificate that has expired')] },
  RC104: {
    kind: 'open',
    orders: [
      { owner: 'user', what: 'update whatever brings the store: if the root has a successor, it is there' },
      server('send a chain to a root that is still valid, or get a certificate of an authority that has one'),
    ],
  },
  RC105: { kind: 'beyond-stores', orders: [clock, server('the certificate goes into place when it has begun, and not before')] },
  RC106: { kind: 'beyond-stores', orders: [clock] },
  RC201: {
    kind: 'open',
    orders: [server('send the intermediate behind the certificate; whoever issued that publishes it, often as a bundle')],
  },
  RC206: {
    kind: 'open',
    orders: [
      server('get a certificate of an authority that clients trust'),
      {
        owner: 'user',
        what: 'if the server is yours and stays so, have its SHA-256 from the server itself, not from this connection: --root and --sha256 take certificate and SHA-256',
      },
    ],
  },
  RC207: { kind: 'beyond-stores', orders: [server('send a certificate and its intermediates: the list is empty')] },
  RC301: {
    kind: 'beyond-stores',
    orders: [
      { owner: 'user', what: 'connect by a name that is in the certificate, if you know that it is of this server' },
      server('get a certificate that has {host} among its names, or send another one for this name'),
    ],
  },
  RC302: {
    kind: 'beyond-stores',
    orders: [server('get a certificate with subjectAltName; every authority issues them so today')],
  },
  RC303: {
    kind: 'beyond-stores',
    orders: [
      { owner: 'user', what: 'connect by a name that is in the certificate instead of the address' },
      server('get a certificate that has the address among its names'),
    ],
  },
  RC304: { kind: 'open', orders: [reissued] },
  RC305: { kind: 'open', orders: [reissued] },
  RC306: { kind: 'open', orders: [reissued] },
  RC307: { kind: 'open', orders: [reissued] },
  RC308: { kind: 'open', orders: [above] },
  RC309: { kind: 'open', orders: [above] },
  RC310: { kind: 'open', orders: [above] },
  RC311: { kind: 'open', orders: [reissued] },
  RC312: { kind: 'open', orders: [reissued] },
  RC313: { kind: 'open', orders: [reissued] },
  RC314: { kind: 'open', orders: [server('look whether the file was damaged, and whether the intermediate belongs to it')] },
  RC315: { kind: 'open', orders: [reissued] },
  RC316: { kind: 'beyond-stores', orders: [server('turn OCSP stapling on')] },
  RC317: { kind: 'open', orders: [reissued] },
  RC318: { kind: 'open', orders: [reissued] },
  RC319: { kind: 'beyond-stores', orders: [reissued] },
  RC204: { kind: 'open', orders: [{ owner: 'user', what: byAnotherWay }] },
  RC401: { kind: 'open', orders: [{ owner: 'user', what: byAnotherWay }] },
  RC403: { kind: 'open', orders: [server('get a certificate of another authority: this one is refused on purpose')] },
  RC404: {
    kind: 'open',
    orders: [{ owner: 'user', what: 'let the setting name a list that is there, or take it out', command: 'rootcause doctor' }],
  },
  RC405: {
    kind: 'open',
    orders: [{ owner: 'operating-system', what: 'install the certificates of the system', command: 'rootcause doctor' }],
  },
  RC407: { kind: 'beyond-stores', orders: [{ owner: 'user', what: 'add what is missing, where the setting stands' }] },
  RC717: {
    kind: 'beyond-stores',
    orders: [server('give each client a certificate with its key, or let clients in that show none')],
  },
}
