import type { ClientProfile } from '../model/client.ts'
import type { Verifier } from '../model/verifier.ts'
import type { Difference, Exchange } from './exchange.ts'
import type { Side } from './side.ts'

/** One setting of a client as another one has it. */
export interface SwitchExchange {
  /** By its name in `model/verifier.ts` or `model/client.ts`. */
  readonly name: string
  readonly apply: (client: ClientProfile) => ClientProfile
}

/** How two clients differ: as a whole, and in the settings that mean the same in both. `null`: they are the same verifier. */
export function clientDifference(works: Side, fails: Side): Difference | null {
  if (works.profile === fails.profile || isAlike(policyOf(works.profile), policyOf(fails.profile))) return null
  const params = { works: works.entry.id, fails: fails.entry.id }
  return {
    input: 'client',
    whole: {
      input: 'client',
      fact: { kind: 'client', certificate: null, params },
      apply: (side) => ({ ...side, profile: works.profile }),
    },
    parts: switchParts(fails.profile, works.profile, params),
  }
}

/** The settings in which a client differs from another one, each as an exchange. `params` says whose they are. */
export const switchParts = (
  fails: ClientProfile,
  works: ClientProfile,
  params: { readonly works: string; readonly fails: string },
): readonly Exchange[] =>
  [...switchExchanges(fails, works), ...programExchanges(fails, works)].map(({ name, apply }) => ({
    input: 'client',
    fact: { kind: 'client', certificate: null, params: { ...params, switch: name } },
    apply: (side) => ({ ...side, profile: apply(side.profile) }),
  }))

/** The failing client's settings that the working one has otherwise: of its verifier first, then of the program. */
export function switchExchanges(fails: ClientProfile, works: ClientProfile): readonly SwitchExchange[] {
  const { identity, refuses, versions } = works
  const ofProgram: readonly (SwitchExchange & { readonly isAlike: boolean })[] = [
    {
      name: 'dialect',
      isAlike: isAlike(identity.dialect, fails.identity.dialect),
      apply: (c) => ({ ...c, identity: { ...c.identity, dialect: identity.dialect } }),
    },
    {
      name: 'identity',
      isAlike: identity.when === fails.identity.when,
      apply: (c) => ({ ...c, identity: { ...c.identity, when: identity.when } }),
    },
    { name: 'refuses', isAlike: isAlike(refuses, fails.refuses), apply: (c) => ({ ...c, refuses }) },
    { name: 'versions', isAlike: isAlike(versions, fails.versions), apply: (c) => ({ ...c, versions }) },
  ]
  return [...verifierSwitches(fails.verifier, works.verifier), ...ofProgram.filter((s) => !s.isAlike)]
}

/** Settings of a program that few have; an absent one is taken away. `programme`: the rules of a platform's store. */
function programExchanges(fails: ClientProfile, works: ClientProfile): readonly SwitchExchange[] {
  return programSwitches
    .map((name) => ({ name, own: valueOf(fails, name), theirs: valueOf(works, name) }))
    .filter(({ own, theirs }) => !isAlike(own, theirs))
    .map(({ name, theirs }) => ({ name, apply: (client) => withValue(client, name, theirs) }))
}

const programSwitches = [
  'programme',
  'takes',
  'unfinished',
  'skips',
  'decodesFirst',
  'extensionsBeforeV3',
  'negativePathLength',
  'handshakeKeyUsage',
  'lacksKeys',
  'revocation',
  'timestampsFrom',
]

const valueOf = (client: ClientProfile, name: string): unknown => new Map<string, unknown>(Object.entries(client)).get(name)

/** The value comes from the same setting of another profile: it has its type. */
function withValue(client: ClientProfile, name: string, value: unknown): ClientProfile {
  const others = Object.entries(client).filter(([key]) => key !== name)
  return Object.fromEntries(value === undefined ? others : [...others, [name, value]]) as unknown as ClientProfile
}

/** Within one strategy every switch; between two, those that mean the same in both. */
function verifierSwitches(fails: Verifier, works: Verifier): readonly SwitchExchange[] {
  const own = new Map<string, unknown>(Object.entries(fails))
  const theirs = new Map<string, unknown>(Object.entries(works))
  const isShared = (name: string): boolean =>
    fails.strategy === works.strategy ||
    (common.includes(name) && own.has(name) && theirs.has(name) && own.get(name) !== null && theirs.get(name) !== null)
  return [...new Set([...own.keys(), ...theirs.keys()])]
    .toSorted((a, b) => place(a) - place(b))
    .filter((name) => isShared(name) && !isAlike(own.get(name), theirs.get(name)))
    .map((name) => ({
      name,
      // The switch has the same type on both sides: one member of the union, or one of `common`.
      apply: (client) => ({ ...client, verifier: { ...client.verifier, [name]: theirs.get(name) } as Verifier }),
    }))
}

const isAlike = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** All of a profile that bears on a verdict, its hello included: that decides which chain it is shown. */
function policyOf({
  id: _id,
  title: _title,
  texts: _texts,
  known: _known,
  sources: _sources,
  ...policy
}: ClientProfile): unknown {
  return policy
}

/** Switches with one type and one meaning in every strategy that has them. */
const common = ['algorithms', 'purpose', 'names', 'knownExtensions', 'notAfter']

/** Switches of path building first: they are what a reader can understand as one fact. */
const first = ['first', 'alternatePaths', 'secondAttemptAfter', 'prefer', 'partialChain', 'strict', 'level']
const place = (name: string): number => (first.includes(name) ? first.indexOf(name) : first.length)
