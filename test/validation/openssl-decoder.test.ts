import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { opensslRefusals, opensslRefusalsAt } from '../../src/clients/library/openssl.ts'
import type { Refusal } from '../../src/model/client.ts'
import { refusal } from '../../src/validation/checks/decoder.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { debian13 as debian13Root } from '../../tools/oracle/clients/debian-13.ts'
import { installed, oracleFolder } from '../../tools/oracle/clients/installed.ts'
import { inRoot } from '../../tools/oracle/own-root.ts'
import {
  asn1Null,
  bits,
  caConstraints,
  certificate,
  extension,
  extensions,
  generalizedTime,
  hex,
  int,
  join,
  name,
  nothing,
  octets,
  oid,
  seq,
  sha256WithRsa,
  soundParts,
  tbsCertificate,
  tlv,
  utcTime,
  validity,
  version,
  withExtension,
} from '../x509/der-builder.ts'
import { cleanEnvironment, versionOf } from './agreement/real-clients.ts'

const { signatureAlgorithm, signatureValue } = soundParts

/** One fault each; who takes it is for openssl to say. */
const certificates: Readonly<Record<string, Uint8Array>> = {
  none: certificate(),
  'cut by one octet': certificate().subarray(0, -1),
  'cut by half': certificate().subarray(0, 150),
  'behind the signature': seq(tbsCertificate(), signatureAlgorithm, signatureValue, asn1Null),
  'behind the dates': certificate({ validity: seq(utcTime('200101000000Z'), utcTime('300101000000Z'), asn1Null) }),
  'behind the version': certificate({ version: tlv(0xa0, int(2), asn1Null) }),
  'within an extension’s value': withExtension('2.5.29.14', join(octets(hex('aabb')), hex('dd'))),
  'a padded serial number': certificate({ serial: int(0, 0, 1) }),
  'a padded negative serial number': certificate({ serial: int(0xff, 0xff) }),
  'a padded version': certificate({ version: tlv(0xa0, int(0, 2)) }),
  'a padded path length': certificate({ optional: extensions(extension('2.5.29.19', seq(hex('0101ff'), int(0, 1)), true)) }),
  'a negative serial number': certificate({ serial: int(0xfb) }),
  'serial number zero': certificate({ serial: int(0) }),
  'a serial number of 24 octets': certificate({ serial: int(...new Uint8Array(24).fill(7)) }),
  'a serial number of another type': certificate({ serial: octets(hex('2a')) }),
  'a serial number without octets': certificate({ serial: hex('0200') }),
  'no signature': seq(tbsCertificate(), signatureAlgorithm),
  'eight unused bits in the signature': certificate({ signatureValue: bits(8, hex('01')) }),
  'version 4': certificate({ version: version(3) }),
  'version 1 written': certificate({ version: version(0), optional: nothing }),
  'version 1 with extensions': certificate({ version: nothing }),
  'a field behind the extensions': certificate({ optional: join(extensions(caConstraints), tlv(0xa4, asn1Null)) }),
  'an extension that is none': certificate({ optional: extensions(caConstraints, int(1)) }),
  'an extension twice': certificate({ optional: extensions(caConstraints, caConstraints) }),
  'a padded number in an identifier': certificate({ signatureAlgorithm: seq(hex('0604 2a8003 04'), asn1Null) }),
  'an identifier that goes on': certificate({ optional: extensions(seq(hex('060355 1d93'), octets(asn1Null))) }),
  'an identifier that goes on in a purpose': withExtension('2.5.29.37', seq(hex('060355 1d93'))),
  'another algorithm outside': certificate({ signatureAlgorithm: seq(oid('1.2.840.113549.1.1.12'), asn1Null) }),
  'a time without seconds': certificate({ validity: validity(utcTime('2001010000Z')) }),
  'a time with an offset': certificate({ validity: validity(utcTime('200101000000+0100')) }),
  'a time with a fraction': certificate({ validity: validity(generalizedTime('20200101000000.5Z')) }),
  'no time': certificate({ validity: validity(utcTime('nonsense')) }),
  'a long time without seconds': certificate({ validity: validity(generalizedTime('202001010000Z')) }),
  'an offset in the place of seconds': certificate({ validity: validity(utcTime('2001010000+0100')) }),
  'a long length': certificate({ signature: join(hex('3082 000d'), sha256WithRsa.subarray(2)) }),
  'an empty issuer': certificate({ issuer: name() }),
}

interface Library {
  readonly release: string
  readonly refuses: readonly Refusal[]
  /** The program itself, without arguments; `null`: it is not here. */
  readonly openssl: readonly string[] | null
}

const own = versionOf('openssl', 'version')?.split(' ')[1] ?? ''
// What `npm run oracle -- --install --client openssl-verify-3.5` makes.
const debian13 = installed(oracleFolder, debian13Root)
const libraries: readonly Library[] = [
  { release: '3.0', refuses: opensslRefusals, openssl: own.startsWith('3.0.') ? ['openssl'] : null },
  {
    release: '3.5',
    refuses: opensslRefusalsAt('3.5'),
    openssl: existsSync(debian13) ? inRoot(debian13, [], { argv: ['openssl'] }).argv : null,
  },
]

describe.each(libraries)('OpenSSL $release decodes what the profiles on it take (skipped where it is not here)', (library) => {
  it.skipIf(library.openssl === null).each(Object.entries(certificates))('%s', (_what, der) => {
    const [program = '', ...args] = library.openssl ?? []
    const ran = spawnSync(program, [...args, 'x509', '-inform', 'DER', '-noout', '-serial'], {
      input: der,
      env: cleanEnvironment,
      timeout: 10_000,
    })
    expect(ran.stderr.toString()).not.toContain('unshare')
    expect(refusal(readCertificate(der), library.refuses)?.code ?? 'taken').toEqual(
      ran.status === 0 ? 'taken' : expect.not.stringMatching(/^taken$/),
    )
  })
})
