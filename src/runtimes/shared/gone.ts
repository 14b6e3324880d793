import type { Asking, Installation } from '../../model/machine.ts'
import { builtIn } from './setting.ts'

/** The answer for an installation that is no longer where it was found. */
export const gone = (installation: Installation): Asking => ({
  installation,
  stores: [],
  unknown: 'it is no longer there',
  why: builtIn('nothing is there', ''),
  overrides: [],
  withoutEffect: [],
  dangers: [],
  source: 'the file system',
})
