import type { Finding } from '../model/finding.ts'
import { complaintsOf } from './complaints.ts'
import { isRefusal } from './seats.ts'
import type { View } from './view.ts'

/** Faults that clients call by several names, none of which tells it: OpenSSL has no issuer for what it cannot use (RC313). */
const misnamed = ['RC310', 'RC313']

/**
 * The finding that says in one sentence why all reject that do, where they themselves say several things; `null`: they say one, or
 * there is no such finding.
 */
export function commonCause({ report, seats }: View): Finding | null {
  const refusing = seats.filter(isRefusal)
  const [commonest] = complaintsOf(refusing)
  if (commonest === undefined || commonest.seats.length === refusing.length) return null
  const isAll = ({ code, clients }: Finding): boolean =>
    misnamed.includes(code) && refusing.every(({ client }) => clients.includes(client))
  const [only, ...others] = report.findings.filter(isAll)
  return only === undefined || others.length > 0 ? null : only
}
