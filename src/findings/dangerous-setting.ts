import type { ClientEvidence } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC718: on the machine where the case was collected a variable turns verification off, or writes down what decrypts connections.
 * about: nothing. clients: those that it reaches. params: `kind`: `verification-off` or `keys-logged`; `setting`: name and value.
 */
export const dangerousSetting: FindingRule = ({ world, seats }): readonly Finding[] => {
  const { settings = {} } = world.evidence
  const finding = (kind: string, name: string, reached: (client: ClientEvidence) => boolean): readonly Finding[] => {
    const clients = [...new Set(seats.flatMap(({ entry }) => (reached(entry) ? [entry.id] : [])))]
    const params = { kind, setting: `${name}=${settings[name] ?? ''}` }
    return clients.length === 0 ? [] : [{ code: 'RC718', severity: 'warning', about: [], clients, params }]
  }
  return [
    ...(settings['PYTHONHTTPSVERIFY'] === '0' ? finding('verification-off', 'PYTHONHTTPSVERIFY', isPython2) : []),
    ...((settings['SSLKEYLOGFILE'] ?? '') === '' ? [] : finding('keys-logged', 'SSLKEYLOGFILE', logsKeys)),
  ]
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
