import { anchors } from './anchors.ts'
import { doubleFaults } from './double-faults.ts'
import { edges } from './edges.ts'
import { encodings } from './encodings.ts'
import { extensions } from './extensions.ts'
import { names } from './names.ts'
import type { OwnCase } from './own-case.ts'
import { paths } from './paths.ts'

/** Every case of our own. */
export const ownCases: readonly OwnCase[] = [
  ...anchors,
  ...edges,
  ...names,
  ...extensions,
  ...paths,
  ...doubleFaults,
  ...encodings,
]
