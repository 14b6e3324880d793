import type { GeneralName } from '../model/extension.ts'
import type { Oid } from '../model/oid.ts'

/**
 * The names of a subjectAltName as rustls lists them: webpki's Debug form of each (rustls/webpki 0.103.13: src/subject_name/mod.rs), with
 * commas between and `or` before the last (rustls 0.23.40: src/error.rs). Empty: there is none.
 */
export const rustNames = (names: readonly GeneralName[]): string => {
  const shown = names.map(rustName)
  return shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`
}

function rustName(name: GeneralName): string {
  if (name.kind === 'dns') return `DnsName("${name.value}")`
  if (name.kind === 'uri') return `UniformResourceIdentifier("${name.value}")`
  if (name.kind === 'directory') return 'DirectoryName'
  return name.kind === 'ip' ? `IpAddress(${address(name.value)})` : `Unsupported(0x0${numbers[name.kind]})`
}

/** RFC 5280 §4.2.1.6: the numbers of the kinds without a name there. */
const numbers = { other: 0, email: 1, x400: 3, 'edi-party': 5, 'registered-id': 8, unknown: 9 } as const

/** IPv6 as it is printed there: every run of zero groups but the first group is two colons, and at the end it is nothing. */
function address(octets: Uint8Array): string {
  const hex = Array.from(octets, (octet) => octet.toString(16).padStart(2, '0'))
  if (octets.length === 4) return octets.join('.')
  if (octets.length !== 16) return `[invalid: ${hex.join(', ')}]`
  let [text, isSkipping] = ['', false]
  for (let i = 0; i < 16; i += 2) {
    const group = `${hex[i]}${hex[i + 1]}`.replace(/^0{1,3}/, '')
    if (i === 0) text = group
    else if (group === '0') isSkipping = true
    else {
      text += `${isSkipping ? '::' : ':'}${group}`
      isSkipping = false
    }
  }
  return text
}

/** rustls' Display of ExtendedKeyPurpose (rustls/src/error.rs): two have a name, the rest are their numbers. */
export function rustPurpose(purpose: Oid): string {
  if (purpose === '1.3.6.1.5.5.7.3.1') return 'server authentication'
  if (purpose === '1.3.6.1.5.5.7.3.2') return 'client authentication'
  return purpose
    .split('.')
    .map((arc) => eightBitsEach(Number(arc)))
    .join(', ')
}

/** webpki (src/verify_cert.rs) puts the seven bits of each octet of a number eight apart: 840 is told as 1608. Seen on Deno 2.7.13 and 2.9.6. */
const eightBitsEach = (arc: number): number => (arc < 128 ? arc : eightBitsEach(Math.floor(arc / 128)) * 256 + (arc % 128))
