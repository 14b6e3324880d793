import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seconds } from '../../src/model/time.ts'
import { isProblem, parsePlatformId } from '../../src/roots/platform-id.ts'
import { type Platform, ownPlatform, platform, platforms } from '../../src/roots/platforms.ts'

const parsed = (text: string, tool: string | null = null) => {
  const result = parsePlatformId(text, tool)
  return isProblem(result) ? result.problem : { id: result.platform.id, when: result.when }
}
const date = (iso: string) => ({ kind: 'date', at: seconds(Date.parse(`${iso}T00:00:00Z`) / 1000) })
const version = (text: string) => ({ kind: 'version', version: text })

describe('what stands behind @', () => {
  it('names a platform at a day', () => {
    expect(parsed('windows-2020-05-30')).toEqual({ id: 'windows', when: date('2020-05-30') })
    expect(parsed('Schannel-2020-05-30')).toEqual({ id: 'windows', when: date('2020-05-30') })
    expect(parsed('windows-authroot-2024-01-01')).toEqual({ id: 'authroot', when: date('2024-01-01') })
  })

  it('names a platform at a release', () => {
    expect(parsed('debian-12')).toEqual({ id: 'debian', when: version('12') })
    expect(parsed('bookworm')).toEqual({ id: 'debian', when: version('12') })
    expect(parsed('oracle-8u51')).toEqual({ id: 'oracle', when: version('8u51') })
    expect(parsed('oracle-jdk-13.0.2')).toEqual({ id: 'oracle', when: version('13.0.2') })
    expect(parsed('certifi-2020.06.20')).toEqual({ id: 'certifi', when: version('2020.06.20') })
    expect(parsed('android-7')).toEqual({ id: 'android', when: version('7') })
  })

  it('names a platform as it is now', () => expect(parsed('mozilla')).toEqual({ id: 'mozilla', when: { kind: 'latest' } }))

  it("a day alone means the client's own programme", () => {
    expect(parsed('2024-12-01', 'firefox')).toEqual({ id: 'mozilla', when: date('2024-12-01') })
    expect(parsed('2024-12-01', 'curl')).toBe('no-own-platform')
    expect(parsed('2024-12-01')).toBe('no-own-platform')
    expect(parsed('2024-12-01', 'node')).toBe('needs-version')
  })

  it('says what is wrong, and names what comes near', () => {
    expect(parsePlatformId('debain-12')).toMatchObject({ problem: 'unknown-platform', nearest: ['debian'] })
    expect(parsePlatformId('andriod-7')).toMatchObject({
      problem: 'unknown-platform',
      nearest: expect.arrayContaining(['android']) as unknown,
    })
    expect(parsed('mozilla-2024-02-30')).toBe('bad-date')
    expect(parsed('2024-13-01', 'firefox')).toBe('bad-date')
    expect(parsed('debian-2020-05-30')).toBe('needs-version')
    expect(parsed('windows-11')).toBe('needs-date')
    expect(parsed('mozilla-latest')).toBe('unknown-platform')
    expect(parsed('')).toBe('unknown-platform')
  })

  it('is total, and a problem always names something', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const result = parsePlatformId(text)
        return !isProblem(result) || result.problem === 'bad-date' || result.nearest.length > 0
      }),
    )
  })
})

describe('platforms', () => {
  const all: readonly Platform[] = platforms
  it('have names that mean one platform each', () => {
    const names = all.flatMap((p) => [p.id, ...p.aliases])
    expect(new Set(names).size).toBe(names.length)
    for (const p of all) for (const name of [p.id, ...p.aliases]) expect(platform(name)?.id).toBe(p.id)
  })
  it('each say where their content is from and what is missing', () => {
    for (const p of all) expect([p.sources.length > 0, p.holes.length > 0], p.id).toEqual([true, true])
  })
  it('belong to the programs that ask them', () => {
    expect(ownPlatform('schannel')).toBe('windows')
    expect(ownPlatform('curl')).toBeNull()
  })
})
