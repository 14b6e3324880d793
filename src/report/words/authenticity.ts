import type {
  ContradictionReason,
  CrossFault,
  LackReason,
  Publication,
  RootProgramme,
  StatementKind,
} from '../../model/authenticity.ts'

/** Root programmes, as readers call them. */
export const programmeNames: Readonly<Record<RootProgramme, string>> = {
  mozilla: 'Mozilla',
  microsoft: 'Microsoft',
  apple: 'Apple',
  google: 'Google',
  oracle: 'Oracle',
}

/** Behind the name of a programme. */
export const statementWords: Readonly<Record<StatementKind, string>> = {
  included: 'includes it for servers',
  dated: 'includes it for certificates of before a day',
  limited: 'includes it within limits',
  'other-purpose': 'has it, and not for servers',
  removed: 'has removed it',
  blocked: 'blocks it',
}

/** Why a publication is believed; what came with this program says so in its title. */
export const howWords: Readonly<Record<Exclude<Publication['how'], 'built-in'>, string>> = {
  tls: 'fetched over TLS under authorities that this program names itself',
  signed: 'its signature was verified',
  vouched: 'a file whose SHA-256 you gave',
}

/** What is missing; `{programme}` and the like are of the lack. */
export const lackWords: Readonly<Record<LackReason, string>> = {
  'no-programme': 'No root programme includes it now, by what is known here.',
  'one-programme': 'One root programme alone includes it now: {programme}. Two are asked for.',
  'too-old': 'What {programme} said is {state}: {publication}, of {asOf}.',
  'no-cross-certificate': 'No certificate of another public authority vouches for its name and key.',
  'private-authority': 'No publication ever named it: it may be the root of a company, or of somebody in between.',
  removed: '{programme} had it, and removed it: that this machine still holds it is no reason to trust it elsewhere.',
  'other-fingerprint': 'The SHA-256 that you gave is not its own, or not a full one.',
}

/** Of `too-old`, what stands for `{state}`. */
export const stateWords: Readonly<Record<string, string>> = { old: 'too old to count', future: 'dated in the future' }

/** What speaks against it; `{who}` is who says so. */
export const contradictionWords: Readonly<Record<ContradictionReason, string>> = {
  blocked: 'It is blocked[: {who}].',
  distrusted: 'It is trusted within limits, or not any more[: {who}].',
  'name-of-another': 'It bears the name of a known root, and another key.',
  'explicit-parameters': 'Its key is on a curve that is spelled out, which anybody can forge (CVE-2020-0601).',
  'not-an-authority': 'It is no certificate of an authority, or its key may not sign certificates.',
  'not-self-signed': 'It is no root: its own key did not sign it.',
  malformed: 'It is malformed[: {anomaly}].',
  interception: 'It is the root of something that reads along[: {product}].',
  revoked: 'It is revoked.',
}

/** Of `interception`, what is more than a product that an administrator may have chosen. */
export const interceptionWords: Readonly<Record<string, string>> = {
  published: 'Its private key is published: anybody can use it.',
  forced: 'People were forced to install it.',
}

/** Why a cross-certificate does not count. */
export const crossFaultWords: Readonly<Record<CrossFault, string>> = {
  malformed: 'it is malformed',
  'other-name': 'it writes the name in another way',
  'other-key': 'it is for another key',
  'explicit-parameters': 'its curve is spelled out',
  'not-an-authority': 'it makes no authority of the name',
  constrained: 'it, or what stands above it, is bound by names, length of the path or purpose, and a root would not be',
  revoked: 'it is revoked or blocked',
  'weak-digest': 'it is signed over SHA-1 or less',
  expired: 'it has expired',
  'not-yet-valid': 'it is not valid yet',
  'expired-anchor': 'the root above it has expired',
  'local-anchor': 'the root above it was added to this machine, and programmes do not include it',
  'anchor-not-included': 'fewer than two programmes include the root above it',
  'not-accepted': 'no path above it is accepted',
}

/** How a reader can be certain without us; `{command}` asks for it by its SHA-256. None of it is a link: links are how wrong roots were spread. */
export const confirmWords: readonly string[] = [
  'Compare the SHA-256 with the list of roots that a programme or the authority itself publishes; go to that page by yourself, not by a link from a message or from this server.',
  'Ask for it on a machine that works, at best on another network: {command}',
  'Or look at it there in the certificate viewer of a browser, which shows the SHA-256.',
]
