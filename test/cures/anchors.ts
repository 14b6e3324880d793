import { createHash } from 'node:crypto'
import type { AnchorToChange, Need } from '../../src/cures/cure.ts'
import { rootCertificate } from '../../src/lab/authority.ts'
import { authority, usualValidity, utc } from '../../src/lab/shapes.ts'
import type { Sha256 } from '../../src/model/sha256.ts'

/** The identity of octets, by Node's own hash. */
export const sha256 = (octets: Uint8Array): Sha256 => createHash('sha256').update(octets).digest('hex') as Sha256

/** A root of our own, as something to change. */
export function anchorOf(der: Uint8Array, label = 'Example Root X1'): AnchorToChange {
  return { sha256: sha256(der), der, label, by: 'evidence' }
}

/** A new self-signed root. */
export const newRoot = (name: string): Uint8Array => {
  const now = utc('2026-01-01T00:00:00Z')
  return rootCertificate(authority(name, 'root'), usualValidity(now, 'root'))
}

/** A need without clients. */
export const need = (change: Partial<Need>): Need => ({ seats: [], add: [], drop: [], project: '', ...change })
