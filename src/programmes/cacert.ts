import { latin1 } from '../der/string.ts'
import { seconds } from '../model/time.ts'
import { imposedNames } from '../roots/authenticity/imposed-names.ts'
import type { PublishedSource } from './published-source.ts'
import { ownDay, said, unreadable } from './shared/content.ts'
import { pemCertificates } from './shared/pem-certificates.ts'

/**
 * curl's bundle, made from certdata.txt: a copy, so that it tells what Mozilla decides. Its tool (curl scripts/mk-ca-bundle.pl) does
 * not look at dates of distrust, nor at names that NSS imposes.
 */
export const cacert: PublishedSource = {
  id: 'cacert',
  title: "curl's cacert.pem, made from Mozilla's list",
  programmes: ['mozilla'],
  believed: 'transport',
  maxOctets: 4_000_000,
  read: (bytes, context) => {
    const day = dayIn(latin1(bytes, 0, Math.min(bytes.length, 2000)))
    if (day === null) return unreadable('it does not tell the day of its content')
    const found = pemCertificates(bytes)
    if (typeof found === 'string') return unreadable(found)
    if (found.length === 0) return unreadable('it holds no certificate')
    return {
      kind: 'content',
      asOf: ownDay(seconds(day), context),
      issue: '',
      statements: found.map(({ sha256 }) => {
        const names = imposedNames.get(sha256)
        return names === undefined
          ? said('mozilla', sha256, 'included', 'dates of distrust are not in this copy')
          : said('mozilla', sha256, 'limited', `for names under ${names} alone`)
      }),
      certificates: found.map(({ der }) => der),
    }
  },
}

/** `## Certificate data from Mozilla as of: Tue Sep  9 03:12:01 2025 GMT`, in seconds. */
function dayIn(text: string): number | null {
  const [, month, day, time, year] =
    /^## Certificate data from Mozilla (?:as of|downloaded on): \w{3} (\w{3}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})(?: GMT)?\r?$/m.exec(
      text,
    ) ?? []
  const at = months.indexOf(month ?? '')
  if (at < 0) return null
  const ms = Date.parse(`${year}-${String(at + 1).padStart(2, '0')}-${day?.padStart(2, '0')}T${time}Z`)
  return Number.isNaN(ms) ? null : ms / 1000
}

const months: readonly string[] = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
