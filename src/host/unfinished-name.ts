import { randomBytes } from 'node:crypto'
import { startOf } from './processes.ts'

/** A name for something that is not finished: `.rootcause-<process>-<random>`. Nothing that reads a store reads names that begin with a dot. */
export const unfinishedName = (): string => `.rootcause-${process.pid}-${randomBytes(8).toString('hex')}`

/** Whether a name is of that kind, and the process that made it has ended. */
export function isLeftOver(name: string): boolean {
  const [, pid] = /^\.rootcause-(\d+)-[0-9a-f]{16}$/.exec(name) ?? []
  return pid !== undefined && Number(pid) !== process.pid && startOf(Number(pid)) === null
}
