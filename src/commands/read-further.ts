import {
  clockCauses,
  clockStates,
  type FurtherEvidence,
  observedPlatforms,
  type TrueTime,
} from '../findings/facts/further-evidence.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Sha256 } from '../model/sha256.ts'
import { seconds } from '../model/time.ts'

type Further = Omit<FurtherEvidence, keyof Evidence>

/**
 * The further members of a saved case (`FurtherEvidence`), out of its text. `text` was read as a case before, so that it is JSON; a
 * member of another shape than ours counts as absent.
 */
export function readFurther(text: string): Further {
  const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
  if (!isRecord(json)) return {}
  const platform = observedPlatforms.find((p) => p === json['platform'])
  const authorities = list(json['authorities'], ({ top, isPublic }) =>
    isSha256(top) && typeof isPublic === 'boolean' ? { top, isPublic } : null,
  )
  const fetched = list(json['fetched'], ({ sha256, from, by }) =>
    isSha256(sha256) && isText(from) && isSha256(by) ? { sha256, from, by } : null,
  )
  const unfetched = list(json['unfetched'], ({ from, by, why }) =>
    isText(from) && isSha256(by) && isText(why) ? { from, by, why } : null,
  )
  const hostsEntries = list(json['hostsEntries'], ({ address, where }) =>
    isText(address) && isText(where) ? { address, where } : null,
  )
  const [plainAnswer = null] =
    list([json['plainAnswer']], ({ status, redirectsTo }) =>
      isWhole(status) && isText(redirectsTo) ? { status, redirectsTo } : null,
    ) ?? []
  const without = json['withoutClientCertificate']
  const time = readTime(json['time'])
  return {
    ...(platform === undefined ? {} : { platform }),
    ...(authorities === null ? {} : { authorities }),
    ...(fetched === null ? {} : { fetched }),
    ...(unfetched === null ? {} : { unfetched }),
    ...(hostsEntries === null ? {} : { hostsEntries }),
    ...(plainAnswer === null ? {} : { plainAnswer }),
    ...(isText(without) ? { withoutClientCertificate: without } : {}),
    ...(time === null ? {} : { time }),
  }
}

function readTime(value: unknown): TrueTime | null {
  if (!isRecord(value)) return null
  if (value['kind'] === 'unknown' && isText(value['why'])) return { kind: 'unknown', why: value['why'] }
  const { at, offset, sources } = value
  const state = clockStates.find((s) => s === value['state'])
  const cause = clockCauses.find((c) => c === value['cause'])
  if (value['kind'] !== 'known' || !isWhole(at) || !isWhole(offset) || state === undefined || cause === undefined) return null
  return { kind: 'known', at: seconds(at), offset, state, cause, sources: Array.isArray(sources) ? sources.filter(isText) : [] }
}

/** The members of a list that are of the shape; `null`: there is no list. */
function list<T>(value: unknown, read: (object: Readonly<Record<string, unknown>>) => T | null): readonly T[] | null {
  if (!Array.isArray(value)) return null
  return value.flatMap((item: unknown): readonly T[] => {
    const found = isRecord(item) ? read(item) : null
    return found === null ? [] : [found]
  })
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string'
const isWhole = (value: unknown): value is number => Number.isInteger(value)
const isSha256 = (value: unknown): value is Sha256 => isText(value) && /^[0-9a-f]{64}$/.test(value)
