import { comparable } from '../messages/comparable.ts'
import type { Finding } from '../model/finding.ts'
import type { ClientResult } from '../model/report.ts'

/**
 * RC505: a real client says otherwise than was predicted: the fault is ours. It is no rule of `findings/`, for it compares sentences,
 * which the engine does not have. One finding for all clients of a program that were predicted the same and said the same; where only
 * the words differ it costs nobody anything.
 * about: nothing. clients: those clients. params: `difference`: `accepts`, `rejects` or `words`; `program`; `version`, or `versions`
 * where there are several; `store`: those asked; `predicted` and `says`: the sentences, empty where there is none.
 */
export function predictionWrong(results: readonly ClientResult[]): readonly Finding[] {
  const seen = new Set<string>()
  const found = new Map<string, { readonly params: Finding['params']; readonly wrong: ClientResult[] }>()
  for (const result of results) {
    const { askedAs, store, verdict, observed } = result
    if (observed === undefined || observed.agreement === 'same' || observed.agreement === 'open') continue
    const { program, version, says } = observed
    // A client stands once for each chain, and was run once.
    const seat = JSON.stringify([askedAs, store, program, version])
    if (seen.has(seat)) continue
    seen.add(seat)
    const difference = observed.agreement === 'words' ? 'words' : observed.verdict === 'accepted' ? 'accepts' : 'rejects'
    const predicted = verdict.kind === 'rejected' ? verdict.says : ''
    const params = { difference, program, predicted, says }
    const key = JSON.stringify([difference, program, comparable(predicted), comparable(says)])
    const group = found.get(key)
    if (group === undefined) found.set(key, { params, wrong: [result] })
    else group.wrong.push(result)
  }
  return [...found.values()].map(({ params, wrong }) => {
    const versions = [...new Set(wrong.flatMap(({ observed }) => observed?.version || []))]
    return {
      code: 'RC505',
      severity: params['difference'] === 'words' ? 'notice' : 'warning',
      about: [],
      clients: [...new Set(wrong.map(({ askedAs }) => askedAs))],
      params: {
        ...params,
        ...(versions.length > 1 ? { versions: listed(versions) } : { version: versions[0] ?? '' }),
        store: [...new Set(wrong.map(({ store }) => store))].join(', '),
      },
    }
  })
}

const listed = (versions: readonly string[]): string => `${versions.slice(0, -1).join(', ')} and ${versions.at(-1)}`
