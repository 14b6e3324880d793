import { describe, expect, it } from 'vitest'
import { certificatesPem } from '../../src/lab/pem.ts'
import { readStore } from '../../src/stores/index.ts'
import { eachOnce } from '../../src/stores/shared/each-once.ts'
import { machine } from '../support/machine.ts'
import { hex, testRoot, told } from '../support/roots.ts'

const [a, b] = [testRoot('Once A'), testRoot('Once B')]
const serverAuth = '1.3.6.1.5.5.7.3.1'
const trusted = { der: a, settings: { trusts: [serverAuth], rejects: [] } }
const rejected = { der: a, settings: { trusts: [], rejects: [serverAuth] } }
const plain = { der: a, settings: null }

describe('a certificate that a store lists twice', () => {
  it('is one, at its first place', async () => {
    const files = {
      '/x.pem': certificatesPem([a, b, a, b]),
      '/d/one.pem': certificatesPem([b]),
      '/d/two.pem': certificatesPem([b, a]),
    }
    expect(told(await readStore(machine({ files }), '/x.pem'))).toEqual([hex(a), hex(b)])
    expect(told(await readStore(machine({ files }), '/d'))).toEqual([hex(b), hex(a)])
  })

  it('is one in a directory of Windows', async () => {
    const files = { 'C:\\d\\one.pem': certificatesPem([a]), 'C:\\d\\two.pem': certificatesPem([a, b]) }
    expect(told(await readStore(machine({ platform: 'win32', files }), 'C:\\d'))).toEqual([hex(a), hex(b)])
  })

  it('keeps the settings that restrict it most', () => {
    const once = (...certificates: Parameters<typeof eachOnce>[0]['certificates']) => eachOnce({ origin: '', certificates })
    expect(once(plain, rejected, trusted)).toEqual({ origin: '', certificates: [rejected] })
    expect(once(trusted, plain)).toEqual({ origin: '', certificates: [trusted] })
  })
})

describe('what the system trusts', () => {
  it('is a directory where the system has no bundle', async () => {
    const host = machine({ platform: 'other', files: { '/etc/ssl/certs/01234567.0': certificatesPem([a]) } })
    expect(told(await readStore(host, 'system'))).toEqual([hex(a)])
  })
})
