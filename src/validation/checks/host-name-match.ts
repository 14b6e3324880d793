import type { HostDialect } from '../../model/policy.ts'

/**
 * Whether a presented name (a dNSName, or a common name that stands in for one) is the host asked for.
 *
 * RFC 9525 §6.3: ASCII letters match without regard to case; a wildcard is the whole left-most label and stands for
 * exactly one label. `dialect` says how far behind RFC 6125 §6.4.3 a client still is (`f*.example.com`).
 * A presented name with a control character, a blank or an octet above 126 matches nothing, nor does an empty one:
 * `www.example.com\0.attacker.example` is not the host before the NUL.
 * `host` is a host name as A-labels, without the trailing dot that the dialect may drop; never an IP address.
 */
export function matchesHostName(presented: string, host: string, dialect: HostDialect): boolean {
  if (!/^[\x21-\x7e]+$/.test(presented)) return false
  if (dialect.ldhLabels === true && !isLdh(presented.replaceAll('*', 'z'))) return false
  const pattern = lowerAscii(presented)
  const name = lowerAscii(host)
  return pattern === name || (pattern.includes('*') && matchesWildcard(pattern.split('.'), name.split('.'), dialect))
}

/** Whether each label is of letters, digits and inner hyphens (RFC 1123 §2.1), 63 octets at most; none is empty. */
export const isLdh = (name: string): boolean =>
  name.split('.').every((label) => label.length < 64 && /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(label))

/** Lower case for A to Z alone: RFC 4343 §3, independent of locale. */
export const lowerAscii = (text: string): string =>
  text === text.toLowerCase() ? text : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

function matchesWildcard(pattern: readonly string[], host: readonly string[], dialect: HostDialect): boolean {
  if (dialect.wildcardsAnywhere === true) return matchesEachLabel(pattern, host, dialect)
  const [first = '', ...rest] = pattern
  const [label = '', ...behind] = host
  // A second wildcard, or one in a later label, makes the name a plain text that no host name equals.
  if (first.split('*').length !== 2 || rest.some((part) => part === '' || part.includes('*'))) return false
  if (rest.length < dialect.labelsAfterWildcard || rest.length !== behind.length) return false
  if (!rest.every((part, i) => part === behind[i])) return false
  if (dialect.wildcardsStandForLdh === true && !standsForLdh(first, label)) return false
  if (first === '*') return label !== ''
  if (dialect.noInnerWildcards === true && !first.startsWith('*') && !first.endsWith('*')) return false
  const isPartial =
    dialect.partialWildcards ||
    (dialect.leadingWildcards === true && first.startsWith('*')) ||
    (dialect.trailingWildcards === true && first.endsWith('*'))
  return isPartial && matchesPartialLabel(first, label, dialect)
}

/** Whether what is in the place of the wildcard has no other character. */
const standsForLdh = (pattern: string, label: string): boolean =>
  /^[a-z0-9-]*$/.test(label.slice(pattern.indexOf('*'), label.length - (pattern.length - 1 - pattern.indexOf('*'))))

/** Each label with as many wildcards as there are, but not in the last ones. A-labels were decoded first: in part of one a wildcard stands for nothing here. */
function matchesEachLabel(pattern: readonly string[], host: readonly string[], dialect: HostDialect): boolean {
  const last = pattern.findLastIndex((label) => label.includes('*'))
  if (pattern.length !== host.length || pattern.length - 1 - last < dialect.labelsAfterWildcard) return false
  return pattern.every((part, i) => {
    const label = host[i] ?? ''
    const isWithinALabel = part.includes('*') && part !== '*' && (part.startsWith('xn--') || label.startsWith('xn--'))
    return !isWithinALabel && matchesParts(part.split('*'), label)
  })
}

/** `parts` are what stands around the wildcards, each of which stands for any text, the empty one too. */
function matchesParts(parts: readonly string[], label: string): boolean {
  if (parts.length === 1) return parts[0] === label
  const before = parts[0] ?? ''
  if (!label.startsWith(before)) return false
  let at = before.length
  for (const part of parts.slice(1, -1)) {
    const found = label.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return label.slice(at).endsWith(parts.at(-1) ?? '')
}

/** RFC 6125 §6.4.3: a wildcard inside a label stands for any part of it, the empty one too, but never within an A-label. */
function matchesPartialLabel(pattern: string, label: string, dialect: HostDialect): boolean {
  const [before = '', after = ''] = pattern.split('*')
  const isWithinALabel = pattern.startsWith('xn--') || label.startsWith('xn--')
  const { partialInALabels: taken } = dialect
  if (isWithinALabel && taken !== 'any' && !(taken === 'leading' && before === '')) return false
  const least = before.length + after.length + (dialect.wildcardsNeedLetters === true ? 1 : 0)
  return label.length >= least && label.startsWith(before) && label.endsWith(after)
}
