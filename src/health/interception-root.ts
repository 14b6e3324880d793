import { interceptorOf } from '../findings/facts/interceptors.ts'
import type { Finding } from '../model/finding.ts'
import { hasCome, settingsFor } from '../findings/facts/trust-settings.ts'
import type { Asking } from '../model/machine.ts'
import type { HealthRule } from './rule.ts'
import { privateAnchors } from './private-anchors.ts'
import { askersOf, type HealthView, installationNames, storeNames } from './view.ts'

/** `NODE_OPTIONS=--use-system-ca for node, npm; …`: what makes each that lacks it ask a store that has it. Empty: nothing is known. */
function settingsText({ platform, stores }: HealthView, lack: readonly Asking[], names: readonly string[]): string {
  if (platform === undefined) return ''
  const holders = stores.flatMap(({ name, members }) => (names.includes(name) ? [{ name, size: members.length }] : []))
  const found = new Map<string, Set<string>>()
  for (const { installation } of lack) {
    const { runtime, version } = installation
    const [setting] = settingsFor(runtime, platform, holders, (since) => hasCome(version, since))
    if (setting === undefined) continue
    const set = setting.known === 'memory' ? `${setting.set} (from memory: look it up)` : setting.set
    found.set(set, (found.get(set) ?? new Set()).add(runtime))
  }
  return [...found].map(([set, runtimes]) => `${set} for ${[...runtimes].join(', ')}`).join('; ')
}

/** All of its requests go without verification. */
const isUnverified = ({ dangers }: Asking): boolean =>
  dangers.some(({ reason, reach }) => reason === 'verification-off' && reach === '')

/** RC806: a store holds the root of a product that reads TLS on its way; some runtimes have it and some lack it. */
export const interceptionRoot: HealthRule = (view) =>
  privateAnchors(view).flatMap(({ member, stores }): readonly Finding[] => {
    const product = interceptorOf(member.label)
    if (product === null) return []
    const holders = new Set(stores.flatMap((store) => askersOf(view, store)))
    // Who does not verify fails nowhere.
    const lack = view.askings.filter((a) => !holders.has(a) && a.unknown === '' && !isUnverified(a))
    return [
      {
        code: 'RC806',
        severity: lack.length === 0 ? 'notice' : 'warning',
        about: [member.sha256],
        clients: [],
        params: {
          product,
          label: member.label,
          store: stores[0] ?? '',
          stores: storeNames(stores),
          have: installationNames([...holders]),
          lack: installationNames(lack),
          settings: settingsText(view, lack, stores),
        },
      },
    ]
  })
