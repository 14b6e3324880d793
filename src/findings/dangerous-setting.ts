import type { ClientEvidence } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import { settingText } from '../validation/setting-text.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC718: on the machine of the clients a setting turns verification off, or writes down what decrypts connections.
 * about: nothing. clients: those that it reaches. params: `kind`: `verification-off` or `keys-logged` of a collected case, `off-here` of
 * clients that were looked for; `setting`: name, value and place; `programs`, of `off-here`: whose it is.
 */
export const dangerousSetting: FindingRule = ({ world, seats }): readonly Finding[] => {
  const { settings = {} } = world.evidence
  const finding = (kind: string, name: string, reached: (client: ClientEvidence) => boolean): readonly Finding[] => {
    const clients = [...new Set(seats.flatMap(({ entry }) => (reached(entry) ? [entry.id] : [])))]
    const params = { kind, setting: `${name}=${settings[name] ?? ''}` }
    return clients.length === 0 ? [] : [{ code: 'RC718', severity: 'warning', about: [], clients, params }]
  }
  return [
    ...offHere(seats.map(({ entry }) => entry)),
    ...(settings['PYTHONHTTPSVERIFY'] === '0' ? finding('verification-off', 'PYTHONHTTPSVERIFY', isPython2) : []),
    ...((settings['SSLKEYLOGFILE'] ?? '') === '' ? [] : finding('keys-logged', 'SSLKEYLOGFILE', logsKeys)),
  ]
}

/** One for each setting. */
function offHere(clients: readonly ClientEvidence[]): readonly Finding[] {
  const found = new Map<string, { readonly ids: Set<string>; readonly programs: Set<string> }>()
  for (const { id, off = [] } of clients)
    for (const { program, setting } of off) {
      const told = settingText(setting)
      const entry = found.get(told) ?? { ids: new Set(), programs: new Set() }
      found.set(told, entry)
      entry.ids.add(id)
      entry.programs.add(program)
    }
  return [...found].map(([setting, { ids, programs }]) => ({
    code: 'RC718',
    severity: 'warning',
    about: [],
    clients: [...ids],
    params: { kind: 'off-here', setting, programs: [...programs].join(', ') },
  }))
}

/**
 * PEP 493, Python 2.7.12 and later; Python 3 does not read it (observed on 2.7.18 and 3.11.2). What the program called itself counts
 * too, for the nearest profile may be one of Python 3.
 */
const isPython2 = ({ id, observed }: ClientEvidence): boolean =>
  id.startsWith('python-2.') || (observed?.program === 'python' && observed.version.startsWith('2.'))

/** Lib/ssl.py, create_default_context, from 3.8 on; urllib3, and so requests, in any release; curl (lib/vtls/keylog.c). OpenSSL's own program does not. */
const logsKeys = ({ id, programs = [], why }: ClientEvidence): boolean =>
  /^(?:python-3\.(?:[89]|\d\d)|curl-)/.test(id) ||
  programs.some((program) => /^requests\b/.test(program)) ||
  // As the collectors of earlier releases named it.
  why.startsWith('requests: ')
