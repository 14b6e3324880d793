import { languagesPasted } from './languages.ts'
import { opensslPasted } from './openssl.ts'
import type { Pasted } from './pasted.ts'
import { platformsPasted } from './platforms.ts'
import { programsPasted } from './programs.ts'
import { servicesPasted } from './services.ts'

/** Every text as it is pasted. */
export const everyPasted: readonly Pasted[] = [
  ...opensslPasted,
  ...languagesPasted,
  ...programsPasted,
  ...platformsPasted,
  ...servicesPasted,
]
