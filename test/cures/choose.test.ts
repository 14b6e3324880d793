import { describe, expect, it } from 'vitest'
import { choose } from '../../src/cures/choose.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { ClientOnStore, Owner } from '../../src/model/remedy.ts'

const seat = (client: string): ClientOnStore => ({ client, store: 'system' })

const step: Plan['steps'][number] = {
  change: { kind: 'file', path: '/x', before: null, content: '', mode: 0o644 },
  why: '',
  needsRights: false,
}

const plan = (
  cure: string,
  scope: Plan['scope'],
  cures: readonly string[],
  more: { breaks?: readonly string[]; owner?: Owner; steps?: number } = {},
): Plan => ({
  schema: 1,
  cure,
  title: cure,
  owner: more.owner ?? 'user',
  scope,
  tried: 'real-tool',
  steps: Array.from({ length: more.steps ?? 0 }, () => step),
  deltas: [],
  clients: cures,
  notes: [],
  proof: { cures: cures.map(seat), breaks: (more.breaks ?? []).map(seat), stillRejects: [] },
})

const chosen = (plans: readonly Plan[], wanted: readonly string[], widest: Plan['scope'] = 'machine') => {
  const { chosen: own, instead, uncured } = choose(plans, wanted.map(seat), widest)
  return { chosen: own.map((p) => p.cure), instead: instead.map((p) => p.cure), uncured: uncured.map((u) => u.client) }
}

describe('what is chosen', () => {
  it('is of the least scope that cures', () => {
    expect(chosen([plan('machine', 'machine', ['a']), plan('user', 'user', ['a'])], ['a'])).toEqual({
      chosen: ['user'],
      instead: ['machine'],
      uncured: [],
    })
  })

  it('is wider where the narrow one leaves somebody out, and then the fewest', () => {
    const plans = [plan('one', 'user', ['a']), plan('both', 'machine', ['a', 'b'])]
    expect(chosen(plans, ['a', 'b']).chosen).toEqual(['both'])
    expect(chosen(plans, ['a', 'b'], 'user')).toEqual({ chosen: ['one'], instead: [], uncured: ['b'] })
  })

  it('is several where no single one cures all', () => {
    expect(chosen([plan('one', 'user', ['a']), plan('other', 'user', ['b'])], ['a', 'b']).chosen).toEqual(['one', 'other'])
  })

  it('breaks nobody while something else cures the same', () => {
    const plans = [plan('harms', 'user', ['a'], { breaks: ['c'] }), plan('harmless', 'user', ['a'])]
    expect(chosen(plans, ['a']).chosen).toEqual(['harmless'])
  })

  it('is of the right owner before somebody who adds by hand', () => {
    const plans = [plan('by-hand', 'user', ['a']), plan('update', 'user', ['a'], { owner: 'runtime' })]
    expect(chosen(plans, ['a']).chosen).toEqual(['update'])
  })

  it('is nothing where nothing cures', () => {
    expect(chosen([plan('idle', 'user', [])], ['a'])).toEqual({ chosen: [], instead: [], uncured: ['a'] })
  })

  it('within one scope is what moves the fewest kinds of programs, and adds rather than replaces', () => {
    // openssl-env(7): SSL_CERT_FILE is read by every program on OpenSSL; curl(1): .curlrc by curl alone.
    const plans = [plan('ssl-cert-file', 'user', ['curl']), plan('curl-config', 'user', ['curl'])]
    expect(chosen(plans, ['curl'])).toMatchObject({ chosen: ['curl-config'], instead: ['ssl-cert-file'] })
    // One that cures more comes first all the same.
    const more = [plan('curl-config', 'user', ['curl']), plan('ssl-cert-file', 'user', ['curl', 'go'])]
    expect(chosen(more, ['curl', 'go']).chosen).toEqual(['ssl-cert-file'])
  })

  it('is of the narrower scope for each, even where somebody else needs the wider', () => {
    const plans = [plan('for-a', 'machine', ['a']), plan('wide', 'machine', ['b']), plan('narrow', 'user', ['b'])]
    expect(chosen(plans, ['a', 'b'])).toMatchObject({ chosen: ['narrow', 'for-a'], instead: ['wide'] })
  })

  it('is what adds before what replaces, and then what takes fewer steps', () => {
    // Both reach one kind: pip's cert takes the place of its list (pip documentation), DENO_CERT does not (Deno's).
    const plans = [plan('pip-cert', 'user', ['a'], { steps: 1 }), plan('deno-cert', 'user', ['a'], { steps: 2 })]
    expect(chosen(plans, ['a']).chosen).toEqual(['deno-cert'])
    const [many, few] = [plan('many', 'user', ['a'], { steps: 3 }), plan('few', 'user', ['a'], { steps: 2 })]
    expect(chosen([many, few], ['a'])).toMatchObject({ chosen: ['few'], instead: ['many'] })
  })

  it("a patch of the project is offered beside what cures, and is the plan within the project's scope", () => {
    const plans = [plan('project-dockerfile', 'project', []), plan('user', 'user', ['a'])]
    expect(chosen(plans, ['a'])).toEqual({ chosen: ['user'], instead: ['project-dockerfile'], uncured: [] })
    expect(chosen(plans, ['a'], 'project')).toEqual({ chosen: ['project-dockerfile'], instead: [], uncured: ['a'] })
  })
})
