import type { Send } from '../model/evidence.ts'
import type { SeenAt } from '../model/report.ts'

/** Where and how a chain was drawn, without what came. */
export const seenAt = ({ hello, address, try: attempt, servername }: Send): SeenAt => ({
  hello,
  address,
  try: attempt,
  ...(servername === undefined ? {} : { servername }),
})
