/** What a painter must know of the terminal. */
export interface Terminal {
  /** Columns. */
  readonly width: number
  readonly color: boolean
}

/** The part of a stream that tells what it is connected to. */
export interface OutputStream {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

const fallback = 80
const narrowest = 40

/**
 * What a stream can show. Colour: `FORCE_COLOR` (but `0` or `false`) turns it on, then a non-empty `NO_COLOR` turns it off
 * (no-color.org), then a terminal has it unless `TERM` is `dumb`. Width: the terminal's columns, not below 40; 80 where there is none.
 */
export function terminalOf(stream: OutputStream, env: Readonly<Record<string, string | undefined>>): Terminal {
  const isTerminal = stream.isTTY === true
  const width = isTerminal && stream.columns !== undefined && stream.columns > 0 ? Math.max(narrowest, stream.columns) : fallback
  return { width, color: hasColor(isTerminal, env) }
}

function hasColor(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false
  return isTerminal && env['TERM'] !== 'dumb'
}
