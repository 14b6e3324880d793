import { dirname } from 'node:path'
import { lesserUserIn } from './lesser-user.ts'
import { fileItself } from './replace-file.ts'

/**
 * Why nothing is changed at a path with rights over the whole machine: somebody else than root and `also` could exchange a folder above it,
 * or put a link there, between the look and the change. `null`: nobody could. The file itself may be anybody's.
 */
export function placeRefusal(path: string, also: readonly number[] = []): string | null {
  const open = lesserUserIn(dirname(path), also) ?? lesserUserIn(dirname(fileItself(path)), also)
  return open === null ? null : `${open} is another user's, or open to all: ${path} is changed as the user whom it belongs to`
}
