import type { Finding } from '../model/finding.ts'
import type { ClientResult } from '../model/report.ts'

/**
 * RC505: the real client says otherwise than was predicted: the fault is ours. It is no rule of `findings/`, for it compares sentences,
 * which the engine does not have. One finding for each client and store.
 * about: nothing. clients: the client. params: `difference`: `accepts`, `rejects` or `words`; `program`, `version`; `store`;
 * `predicted` and `says`: the sentences, empty where there is none.
 */
export function predictionWrong(results: readonly ClientResult[]): readonly Finding[] {
  const found = new Map<string, Finding>()
  for (const { askedAs, store, verdict, observed } of results) {
    if (observed === undefined || observed.agreement === 'same' || observed.agreement === 'open') continue
    const { program, version, says } = observed
    const difference = observed.agreement === 'words' ? 'words' : observed.verdict === 'accepted' ? 'accepts' : 'rejects'
    const predicted = verdict.kind === 'rejected' ? verdict.says : ''
    const key = JSON.stringify([askedAs, store])
    if (found.has(key)) continue
    const params = { difference, program, version, store, predicted, says }
    found.set(key, { code: 'RC505', severity: 'warning', about: [], clients: [askedAs], params })
  }
  return [...found.values()]
}
