import { formatName } from '../x509/name.ts'
import { withoutIssuer } from './facts/no-issuer.ts'
import { type PrivateAuthority, privateAuthorities } from './facts/private-authority.ts'
import { concern } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC711: the chain ends in an authority that no public programme ever knew. Told where its name is the one that a product gives to the
 * root with which it opens TLS on its way; and, whatever its name, where some clients here have it and others lack it: the authority
 * of an organisation or a product under another name.
 * about: its root, else the uppermost certificate that it issued. clients: those that lack it and reject for it. params: `product`,
 * empty: no known one; `issuer`: its name; `stores`: those that hold it; `have`, `lack`: clients with and without it, joined by `, `;
 * `kind`: `named`, `named-untrusted` where no store holds it, or `unnamed`.
 */
export const intercepted: FindingRule = (situation) =>
  privateAuthorities(situation)
    .filter(isTelling)
    .map(({ chain, certificate, name, product, stores, have, lack }) => ({
      code: 'RC711',
      ...concern(withoutIssuer(situation, chain)),
      about: [certificate.sha256],
      params: {
        product,
        issuer: formatName(name),
        stores: stores.join(', '),
        have: ids(have),
        lack: ids(lack),
        kind: product === '' ? 'unnamed' : stores.length === 0 ? 'named-untrusted' : 'named',
      },
    }))

const isTelling = ({ product, have, lack }: PrivateAuthority): boolean => product !== '' || (have.length > 0 && lack.length > 0)

const ids = (entries: readonly { readonly id: string }[]): string => [...new Set(entries.map(({ id }) => id))].join(', ')
