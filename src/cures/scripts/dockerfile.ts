import type { Need } from '../cure.ts'
import { dockerfileLines } from './dockerfile-lines.ts'

/** A fragment for a Dockerfile, to be put behind each FROM. */
export const dockerfile = (need: Need): string => `${dockerfileLines(need).join('\n')}\n`
