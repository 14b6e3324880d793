import { describe, expect, it } from 'vitest'
import { certificatesPem } from '../../src/lab/pem.ts'
import { unrelatedRoot, usualChain } from '../../src/lab/shapes.ts'
import { readStore } from '../../src/stores/index.ts'
import { readTogether } from '../../src/stores/together.ts'
import { fixedNow } from '../support/evidence.ts'
import { machine } from '../support/machine.ts'

const good = certificatesPem([usualChain('damaged', fixedNow).root])
const other = certificatesPem([unrelatedRoot('damaged', fixedNow)])
const lines = other.trimEnd().split('\n')

/** What befalls bundles: an editor, a download that ended early, `cat` of a file without its last line end. */
const damaged = {
  first: `${lines.map((line, i) => (i === 3 ? `!!!!${line.slice(4)}` : line)).join('\n')}\n${good}`,
  last: `${good}${lines.map((line, i) => (i === 3 ? `!!!!${line.slice(4)}` : line)).join('\n')}\n`,
  cut: `${good}${lines.slice(0, -3).join('\n')}\n`,
  glued: `${other.trimEnd()}${good}`,
}

const host = (text: string) => machine({ files: { '/bundle.pem': text, '/own.pem': good } })

// OpenSSL 3.0 reads none of such a file, Go 1.19 all but the block: no list of certificates is right for both.
describe.each(Object.entries(damaged))('a bundle with a lost certificate (%s)', (_, text) => {
  it.each(['/bundle.pem', 'pem:/bundle.pem'])('as %s cannot be read, and says where', async (name) => {
    const store = await readStore(host(text), name)
    expect(store).toMatchObject({ damaged: true })
    expect(store !== null && 'unreadable' in store ? store.unreadable : '').toMatch(
      /^line \d+: .*; many programs then read none of the file$/,
    )
  })

  it('leaves a program that goes on without unreadable stores without a verdict', async () => {
    const asked = [
      { store: '/bundle.pem', ifUnreadable: 'goes-on' as const },
      { store: '/own.pem', ifUnreadable: 'goes-on' as const },
    ]
    expect(await readTogether(host(text), asked)).toMatchObject({ damaged: true })
  })
})

it('a bundle with words between its blocks is read', async () => {
  const text = `# the company's\n${good}\nsubject=CN = other\n${other}\n; -----BEGIN CERTIFICATE-----\n`
  const store = await readStore(host(text), '/bundle.pem')
  expect(store !== null && 'certificates' in store ? store.certificates.length : 0).toBe(2)
})
