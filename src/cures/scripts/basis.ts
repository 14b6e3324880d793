import type { Need, Vouching } from '../cure.ts'

/** Why what is added may be trusted, in one line for the head of a script. The weakest reason is told. */
export function basisOf({ add }: Pick<Need, 'add'>): string {
  const weakest = order.find((by) => add.some((anchor) => anchor.by === by))
  return weakest === undefined ? 'What it takes away has expired.' : words[weakest]
}

const order: readonly Vouching[] = ['user', 'administrator', 'evidence']

const words: Readonly<Record<Vouching, string>> = {
  user: 'Nothing but the word of whoever made this vouches for what it adds: they gave a SHA-256. Ask them where they have it from.',
  administrator: 'The administrator of the machine where this was made trusts what it adds; nothing else vouches for it.',
  evidence: 'What it adds was authenticated where this was made.',
}
