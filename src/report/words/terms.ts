import type { Role } from '../naming.ts'

/** A role behind a name: `X, root: expired`; empty: nothing is said. */
export const roleTags: Readonly<Record<Role, string>> = {
  target: "the server's certificate",
  intermediate: 'intermediate',
  cross: 'cross-certificate',
  root: 'root',
  unknown: '',
}

/** The same in a tree, where the place says the rest. */
export const treeTags: Readonly<Record<Role, string>> = {
  target: '',
  intermediate: '',
  cross: 'cross-certificate',
  root: 'root',
  unknown: '',
}
