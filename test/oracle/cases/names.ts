import { type AnyGeneralName, altNames, drop, put } from '../../validation/agreement/plan.ts'
import { own, type OwnCase } from './own-case.ts'

const san = '2.5.29.17'
const www = 'www.lab.test'

const asked = (name: string, host: string, names: readonly AnyGeneralName[]): OwnCase => own(name, () => ({ host }), names)

/** The leaf without alternative names, with this common name. */
const byCommonName = (name: string, host: string, commonName: string): OwnCase =>
  own(name, ({ leaf }) => {
    drop(leaf, san)
    leaf.subject = commonName
    return { host }
  })

/** Names and what is asked for. */
export const names: readonly OwnCase[] = [
  asked('name-exact', www, [{ dns: www }]),
  asked('name-of-another', www, [{ dns: 'other.test' }]),
  asked('name-in-capitals', www, [{ dns: 'WWW.Lab.TEST' }]),
  asked('name-asked-in-capitals', 'WWW.LAB.TEST', [{ dns: www }]),
  asked('name-with-a-dot-at-its-end', www, [{ dns: `${www}.` }]),
  asked('name-last-of-many', www, [...Array.from({ length: 12 }, (_, i) => ({ dns: `n${i}.test` })), { dns: www }]),
  asked(
    'name-none-of-many',
    www,
    Array.from({ length: 12 }, (_, i) => ({ dns: `n${i}.test` })),
  ),
  asked('wildcard', www, [{ dns: '*.lab.test' }]),
  asked('wildcard-for-its-own-domain', 'lab.test', [{ dns: '*.lab.test' }]),
  asked('wildcard-two-labels-up', 'a.www.lab.test', [{ dns: '*.lab.test' }]),
  asked('wildcard-alone', www, [{ dns: '*' }]),
  asked('wildcard-for-localhost', 'localhost', [{ dns: '*' }]),
  asked('wildcard-above-one-label', 'lab.test', [{ dns: '*.test' }]),
  asked('wildcard-twice', www, [{ dns: '*.*.test' }]),
  asked('wildcard-not-first', www, [{ dns: 'www.*.test' }]),
  asked('wildcard-behind-letters', www, [{ dns: 'w*.lab.test' }]),
  asked('wildcard-before-letters', www, [{ dns: '*w.lab.test' }]),
  asked('wildcard-within-letters', www, [{ dns: 'w*w.lab.test' }]),
  asked('wildcard-in-an-a-label', 'xn--4ca.lab.test', [{ dns: 'xn--*.lab.test' }]),
  asked('wildcard-for-an-a-label', 'xn--4ca.lab.test', [{ dns: '*.lab.test' }]),
  asked('name-with-underscore', 'w_w.lab.test', [{ dns: 'w_w.lab.test' }]),
  asked('name-with-dot-before', www, [{ dns: '.lab.test' }]),
  asked('name-with-nul', www, [{ dns: `${www}\0.evil.test` }]),
  asked('name-empty', 'localhost', [{ dns: '' }]),
  asked('name-empty-beside-a-good-one', 'localhost', [{ dns: '' }, { dns: 'localhost' }]),
  asked('name-beyond-ascii', 'localhost', [{ dns: 'w\u00fcw.test' }, { dns: 'localhost' }]),
  asked('only-an-address-for-a-name', 'localhost', [{ ip: [127, 0, 0, 1] }]),
  asked('only-an-email-for-a-name', 'localhost', [{ email: 'a@localhost' }]),
  asked('only-a-uri-for-a-name', 'localhost', [{ uri: 'https://localhost/' }]),
  asked('only-a-directory-name', 'localhost', [{ directory: 'localhost' }]),
  asked('address', '127.0.0.1', [{ ip: [127, 0, 0, 1] }]),
  asked('address-of-another', '127.0.0.1', [{ ip: [127, 0, 0, 2] }]),
  asked('address-as-a-name', '127.0.0.1', [{ dns: '127.0.0.1' }]),
  asked('address-as-a-name-beside-another-address', '127.0.0.1', [{ dns: '127.0.0.1' }, { ip: [10, 0, 0, 1] }]),
  asked('address-by-wildcard', '127.0.0.1', [{ dns: '*.0.0.1' }]),
  asked('address-of-three-octets', '127.0.0.1', [{ ip: [127, 0, 0] }, { ip: [127, 0, 0, 1] }]),
  asked('address-mapped-into-ipv6', '127.0.0.1', [{ ip: [...Array<number>(10).fill(0), 255, 255, 127, 0, 0, 1] }]),
  byCommonName('common-name-alone', 'localhost', 'localhost'),
  byCommonName('common-name-of-another', 'localhost', 'other.test'),
  byCommonName('common-name-wildcard', www, '*.lab.test'),
  byCommonName('common-name-address', '127.0.0.1', '127.0.0.1'),
  byCommonName('common-names-two-the-last-fits', 'localhost', 'other.test\nlocalhost'),
  byCommonName('common-names-two-the-first-fits', 'localhost', 'localhost\nother.test'),
  byCommonName('common-name-with-a-space', 'localhost', 'Lab Server'),
  own(
    'common-name-fits-alternative-names-do-not',
    ({ leaf }) => {
      leaf.subject = 'localhost'
    },
    [{ dns: 'other.test' }],
  ),
  own(
    'common-name-fits-beside-an-email',
    ({ leaf }) => {
      leaf.subject = 'localhost'
    },
    [{ email: 'a@localhost' }],
  ),
  own('subject-empty-names-critical', ({ leaf }) => {
    leaf.subject = ''
    put(leaf, altNames([{ dns: 'localhost' }], true))
  }),
  own('subject-empty-names-not-critical', ({ leaf }) => {
    leaf.subject = ''
  }),
  own('subject-empty-no-names', ({ leaf }) => {
    leaf.subject = ''
    drop(leaf, san)
  }),
  own('no-names-at-all-but-critical-and-empty', ({ leaf }) => put(leaf, altNames([], true))),
]
