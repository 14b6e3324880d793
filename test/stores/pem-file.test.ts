import { describe, expect, it } from 'vitest'
import { certificatesPem } from '../../src/lab/pem.ts'
import { readStore } from '../../src/stores/index.ts'
import { readPemFile } from '../../src/stores/shared/pem-file.ts'
import { machine } from '../support/machine.ts'
import { hex, testRoot, told } from '../support/roots.ts'

const [a, b] = [testRoot('PEM file A'), testRoot('PEM file B')]

describe('a PEM file that is named by its absolute path', () => {
  it('is read as every store is, each certificate once', async () => {
    const host = machine({ files: { '/x.pem': certificatesPem([a, b, a]) } })
    expect(told(readPemFile(host, '/x.pem'))).toEqual([hex(a), hex(b)])
    expect(readPemFile(host, '/x.pem')).toEqual(await readStore(host, '/x.pem'))
  })

  it('is one on a drive of Windows too', () => {
    const host = machine({ platform: 'win32', files: { 'C:\\x.pem': certificatesPem([a]) } })
    expect(told(readPemFile(host, 'C:\\x.pem'))).toEqual([hex(a)])
  })

  it.each([
    ['a name that a store may have', 'node', { node: certificatesPem([a]) }],
    ['a store of Windows by name', 'windows:LM/ROOT', { 'windows:LM/ROOT': certificatesPem([a]) }],
    ['nothing there', '/x.pem', {}],
    ['a folder', '/d', { '/d/x.pem': certificatesPem([a]) }],
    ['DER', '/x.der', { '/x.der': a }],
    ['PEM without a certificate', '/x.pem', { '/x.pem': '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n' }],
    ['another format around PEM', '/x.p11-kit', { '/x.p11-kit': `[p11-kit-object-v1]\n${certificatesPem([a])}` }],
    ['a file that cannot be read', '/x.pem', { '/x.pem': { error: 'EACCES' } }],
  ])('is left to the readers of all kinds: %s', (_, name, files) => {
    expect(readPemFile(machine({ files }), name)).toBeNull()
  })
})
