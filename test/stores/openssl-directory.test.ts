import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { nodeHost } from '../../src/host/node-host.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { readStore } from '../../src/stores/index.ts'
import { unreachedIn } from '../../src/stores/openssl-directory.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { opensslNameHash } from '../../src/x509/openssl-name-hash.ts'
import { machine } from '../support/machine.ts'
import { heldIn, hex, testRoot, told } from '../support/roots.ts'
import { hasTool, temporaryFolder, tool } from '../support/tool.ts'

const [a, b] = [testRoot('A'), testRoot('B')]
const pem = (...ders: readonly Uint8Array[]): string => certificatesPem(ders)
const hash = (der: Uint8Array): string => opensslNameHash(readCertificate(der).subject.der) ?? ''
const read = (files: Readonly<Record<string, string | Uint8Array | { readonly link: string }>>) =>
  readStore(machine({ files }), 'openssl-dir:/d').then(told)

describe('a directory as OpenSSL reads it', () => {
  it('holds what is linked by its hash, and nothing that lies beside', async () => {
    expect(await read({ '/d/a.pem': pem(a), [`/d/${hash(a)}.0`]: { link: 'a.pem' }, '/d/b.pem': pem(b) })).toEqual([hex(a)])
  })

  it('is unreadable without a hash for a name, and says what makes one', async () => {
    expect(await read({ '/d/a.pem': pem(a) })).toMatch(/openssl rehash/)
    expect(await read({ '/d/00000000.0': pem(a) })).toMatch(/hash of the name in its certificate/)
  })

  it('passes over a link that leads to itself, as a folder of certificates does too, which tells it', async () => {
    const directory = temporaryFolder()
    const at = (name: string): string => join(directory.path, name)
    writeFileSync(at(`${hash(a)}.0`), pem(a))
    symlinkSync('loop.pem', at('loop.pem'))
    symlinkSync(`${hash(b)}.0`, at(`${hash(b)}.0`))
    expect(heldIn(await readStore(nodeHost, `openssl-dir:${directory.path}`))).toEqual([hex(a)])
    const plain = await readStore(nodeHost, directory.path)
    expect(heldIn(plain)).toEqual([hex(a)])
    expect(plain?.origin).toMatch(/ \(without [^ ]+, loop\.pem: links that lead to themselves\)$/)
    directory.remove()
  })

  it('tells what is not found in it, and why', async () => {
    const files = {
      '/d/a.pem': pem(a),
      [`/d/${hash(b)}.1`]: pem(b),
      '/d/00000000.0': pem(testRoot('C')),
      [`/d/${hash(testRoot('D'))}.0`]: testRoot('D'),
      '/d/bundle.crt': pem(a, b),
      '/d/README': 'nothing',
    }
    const unreached = await unreachedIn(machine({ files }), '/d')
    const reasons = unreached.map(({ file, why }) => [file, why])
    expect(Object.fromEntries(reasons)).toEqual({
      '/d/a.pem': 'no-hash-name',
      [`/d/${hash(b)}.1`]: 'behind-gap',
      '/d/00000000.0': 'wrong-hash',
      [`/d/${hash(testRoot('D'))}.0`]: 'not-pem',
    })
    expect(unreached[0]?.wanted).toMatch(/^[0-9a-f]{8}\.0$/)
  })

  it('that is not there is none, and one that may not be listed has the reason', async () => {
    expect(await readStore(machine({}), 'openssl-dir:/d')).toBeNull()
    const host = {
      ...machine({ files: { '/d/x': '' } }),
      list: () => {
        throw new Error('EACCES: permission denied')
      },
    }
    expect(told(await readStore(host, 'openssl-dir:/d'))).toBe('EACCES: permission denied')
  })
})

describe.skipIf(!hasTool('openssl', 'version'))('OpenSSL itself agrees', () => {
  const folder = temporaryFolder()
  afterAll(folder.remove)
  const file = (name: string): string => join(folder.path, name)

  /** What openssl verify finds through -CApath, by trying every root against itself: a self-signed one needs to be in the store. */
  const finds = (directory: string, der: Uint8Array): boolean => {
    writeFileSync(file('target.pem'), pem(der))
    try {
      tool('openssl', ['verify', '-no-CAfile', '-no-CAstore', '-CApath', directory, '-attime', '1700000000', file('target.pem')])
      return true
    } catch {
      return false
    }
  }

  it.each(['rehashed', 'unlinked', 'gap', 'wrong hash', 'DER', 'damaged before', 'damaged behind', 'glued'])(
    '%s',
    async (how) => {
      const directory = file(how.replace(' ', '-'))
      mkdirSync(directory)
      const put = (name: string, content: string | Uint8Array): void => writeFileSync(join(directory, name), content)
      put('b.pem', pem(b))
      symlinkSync('b.pem', join(directory, `${hash(b)}.0`))
      if (how === 'rehashed') {
        put('a.pem', pem(a))
        tool('openssl', ['rehash', directory])
      }
      if (how === 'unlinked') put('a.pem', pem(a))
      if (how === 'gap') put(`${hash(a)}.1`, pem(a))
      if (how === 'wrong hash') put('01234567.0', pem(a))
      const broken = pem(testRoot('C')).replace(/\n..../, '\n!!!!')
      if (how === 'damaged before') put(`${hash(a)}.0`, broken + pem(a))
      if (how === 'damaged behind') put(`${hash(a)}.0`, pem(a) + broken)
      if (how === 'glued') put(`${hash(a)}.0`, pem(testRoot('C')).trimEnd() + pem(a))
      if (how === 'DER') put(`${hash(a)}.0`, a)
      const ours = heldIn(await readStore(nodeHost, `openssl-dir:${directory}`))
      expect({ a: ours.includes(hex(a)), b: ours.includes(hex(b)) }).toEqual({ a: finds(directory, a), b: finds(directory, b) })
      expect(ours.includes(hex(a))).toBe(how === 'rehashed' || how === 'damaged behind')
      renameSync(directory, `${directory}-done`)
    },
  )
})
