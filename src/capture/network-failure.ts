import type { CaptureFailure } from '../model/evidence.ts'

const closed = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ENOTCONN', 'ERR_STREAM_DESTROYED'])
const notResolved = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL', 'ENODATA', 'ESERVFAIL'])

/** The system's name of an error, `ECONNREFUSED`; its text where it has none. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.message : String(error)
}

/** What an error of the resolver or of a socket means for a capture. Always by the network. */
export function networkFailure(error: unknown): CaptureFailure {
  const detail = errorCode(error)
  const by = 'network'
  if (detail === 'ECONNREFUSED') return { code: 'refused', by, detail }
  if (detail === 'ETIMEDOUT') return { code: 'timeout', by, detail }
  if (closed.has(detail)) return { code: 'closed', by, detail }
  if (notResolved.has(detail)) return { code: 'name-not-resolved', by, detail }
  return { code: 'unreachable', by, detail }
}
