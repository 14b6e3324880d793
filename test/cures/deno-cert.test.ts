import { existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { denoCert } from '../../src/cures/deno-cert.ts'
import { deno } from '../../src/runtimes/deno.ts'
import { countingServer, needOf, ran, seatOf, walkIn, wholeWay } from './support/cure-walk.ts'

const bin = join(tmpdir(), 'rootcause-oracle', 'npm', '@deno+linux-x64-glibc@2.9.6', 'node_modules', '@deno', 'linux-x64-glibc')
const path = join(bin, 'deno')

it.skipIf(!existsSync(path))(
  'DENO_CERT: a Deno rejects, accepts by it, and rejects after undo; what is named already stays added',
  async () => {
    const server = await countingServer()
    const walk = walkIn((folder) => ({
      PATH: `${bin}:/usr/bin:/bin`,
      DENO_NO_UPDATE_CHECK: '1',
      DENO_DIR: join(folder, 'deno'),
    }))
    try {
      const found = await seatOf(deno, walk.host(), path)
      if (found === null) throw new Error('it is not found, though it is there')
      const draft = await wholeWay(server, walk, denoCert, [found], async (env, port) => {
        const profile = join(walk.home, '.profile')
        const { DENO_CERT: _, ...rest } = env
        // What the shell says, not what the plan promises.
        const value = existsSync(profile) ? await ran(['/bin/sh', '-c', '. "$HOME/.profile"; printf %s "$DENO_CERT"'], rest) : ''
        const own = value === '' ? rest : { ...rest, DENO_CERT: value }
        return ran([path, 'eval', `await fetch('https://localhost:${port}/')`], own)
      })
      expect(draft.sets?.['DENO_CERT']).toMatch(/\/deno-cert\.pem$/)
      const taken = walk.host({ ...walk.env, DENO_CERT: '/etc/ssl/certs/ca-certificates.crt' })
      const other = await seatOf(deno, taken, path)
      const beside = await denoCert.plan(taken, needOf(other === null ? [] : [other], server))
      const [list] = beside?.steps ?? []
      const text = list?.change.kind === 'file' ? Buffer.from(list.change.content ?? '', 'base64').toString() : ''
      const system = readFileSync('/etc/ssl/certs/ca-certificates.crt', 'utf8')
      expect(text.split('-----BEGIN').length).toBe(system.split('-----BEGIN').length + 1)
    } finally {
      walk.remove()
      await server.close()
    }
  },
  60_000,
)
