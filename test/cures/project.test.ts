import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { projectCi } from '../../src/cures/project-ci.ts'
import { projectDockerfile } from '../../src/cures/project-dockerfile.ts'
import { script } from '../../src/cures/scripts/index.ts'
import { patchedDockerfile } from '../../src/cures/shared/patched-dockerfile.ts'
import type { Draft } from '../../src/cures/cure.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { type Machine, machine } from '../support/machine.ts'
import { anchorOf, need, newRoot, sha256 } from './anchors.ts'
import { seat } from './windows-registry.ts'

const one = newRoot('project one')
const project = '/home/u/shop'
const wanted = need({ add: [anchorOf(one)], project })
const on = (files: NonNullable<Machine['files']>) => machine({ files, cwd: project })

/** What the steps would write, by path. */
function written(draft: Draft | null): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (draft?.steps ?? []).map(({ change }) => {
      if (change.kind !== 'file') throw new Error(`a step of kind ${change.kind}`)
      return [change.path, Buffer.from(change.content ?? '', 'base64').toString('utf8')]
    }),
  )
}

describe('a Dockerfile', () => {
  const lines = ['# here']
  const patched = (text: string): string => patchedDockerfile(text, lines).text

  it('gets the lines behind each FROM of a foreign image', () => {
    expect(patched('FROM debian:12\nRUN a\n')).toBe('FROM debian:12\n# here\nRUN a\n')
    expect(
      patched(
        '# syntax=docker/dockerfile:1\nARG V=1\nfrom --platform=$BUILDPLATFORM node:${V} as build\nRUN a\nFROM alpine\nCOPY --from=build /x /x',
      ),
    ).toBe(
      '# syntax=docker/dockerfile:1\nARG V=1\nfrom --platform=$BUILDPLATFORM node:${V} as build\n# here\nRUN a\nFROM alpine\n# here\nCOPY --from=build /x /x',
    )
  })

  it('gets none behind a stage of its own, which has them already, nor behind scratch', () => {
    expect(patched('FROM node AS Base\nFROM base AS more\nFROM 0\nFROM scratch\nFROM more\n')).toBe(
      'FROM node AS Base\n# here\nFROM base AS more\nFROM 0\nFROM scratch\nFROM more\n',
    )
    expect(patchedDockerfile('FROM scratch\nCOPY a /\n', lines).why).not.toBe('')
  })

  it('is not misled by what looks like FROM: here-documents, continued lines, comments, strings', () => {
    const text = [
      'FROM debian \\',
      '  # in between',
      '  AS base',
      'RUN <<EOF cat <<-"END"',
      'FROM inside',
      'EOF',
      '\tFROM inside too',
      '\tEND',
      'RUN echo a \\',
      '',
      'FROM continued',
      '# FROM comment',
      'COPY <<a.txt /a',
      'RUN cat <<<FROM',
      'CMD ["FROM x"]',
      '',
    ].join('\n')
    expect(patched(text)).toBe(text.replace('  AS base\n', '  AS base\n# here\n'))
  })

  it('keeps the ends of its lines', () => {
    expect(patched('FROM a\r\nRUN b\r\n')).toBe('FROM a\r\n# here\r\nRUN b\r\n')
    expect(patched('FROM a\nRUN <<E\r\nFROM c\r\nE\r\nFROM b')).toBe(
      'FROM a\n# here\r\nRUN <<E\r\nFROM c\r\nE\r\nFROM b\r\n# here',
    )
  })

  it('is left alone where its escape character is another', () => {
    expect(patchedDockerfile('# escape=`\nFROM mcr/windows\n', lines)).toMatchObject({
      text: '# escape=`\nFROM mcr/windows\n',
      bases: [],
    })
  })

  it('keeps everything else, whatever it holds', () => {
    const word = fc.constantFrom(
      'FROM a',
      'FROM a AS b',
      'FROM b',
      'FROM \\',
      'RUN x',
      'RUN <<E',
      'E',
      '# c',
      '',
      '\\',
      'RUN \\',
      'COPY <<E /',
      '  ',
      'FROM',
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), (all, end) => {
        const text = all.join(end)
        expect(patched(text).replace(/\r?\n# here/g, '')).toBe(text)
      }),
    )
  })
})

describe('project-dockerfile', () => {
  it('patches every Dockerfile of the project with the lines of --as dockerfile, once', async () => {
    const files = {
      [`${project}/Dockerfile`]: 'FROM node:20\nCMD ["node"]\n',
      [`${project}/Dockerfile.test`]: 'FROM python:3\n',
      [`${project}/Dockerfile.md/x`]: 'FROM no\n',
      [`${project}/README.md`]: 'FROM no\n',
    }
    const draft = await projectDockerfile.plan(on(files), wanted)
    const after = written(draft)
    const lines = script('dockerfile', wanted)
    expect(after).toEqual({
      [`${project}/Dockerfile`]: `FROM node:20\n${lines}CMD ["node"]\n`,
      [`${project}/Dockerfile.test`]: `FROM python:3\n${lines}`,
    })
    const typed = 'example.org:8443 --client node'
    const advised = await projectDockerfile.plan(on(files), { ...wanted, typed })
    expect(advised?.advice.map(({ command }) => command)).toEqual([`rootcause fix ${typed} --as dockerfile`])
    expect(draft?.steps[0]?.change).toMatchObject({ before: sha256(Buffer.from('FROM node:20\nCMD ["node"]\n')) })
    expect(await projectDockerfile.plan(on(after), wanted)).toBeNull()
  })

  it('is nothing without a project, without a Dockerfile, or for a file that is no text', async () => {
    const files = { [`${project}/Dockerfile`]: 'FROM node:20\n' }
    expect(await projectDockerfile.plan(on(files), need({ add: [anchorOf(one)] }))).toBeNull()
    expect(await projectDockerfile.plan(on({ [`${project}/x`]: '' }), wanted)).toBeNull()
    expect(await projectDockerfile.plan(on({ [`${project}/Dockerfile`]: Uint8Array.of(70, 0xff) }), wanted)).toBeNull()
  })

  it('changes the file behind a link, and names it', async () => {
    const files = { [`${project}/Dockerfile`]: { link: 'docker/Dockerfile' }, [`${project}/docker/Dockerfile`]: 'FROM node:20\n' }
    expect(Object.keys(written(await projectDockerfile.plan(on(files), wanted)))).toEqual([`${project}/docker/Dockerfile`])
  })
})

describe('project-ci', () => {
  const workflow = `${project}/.github/workflows/ci.yml`
  const roots = `${project}/.rootcause/roots.pem`
  const plan = (files: Record<string, string>, more = wanted) => projectCi.plan(on(files), more)

  it('puts one line into what GitHub gives every job, and the roots into the project', async () => {
    const text = 'name: ci\non: push\nenv:\n    # ours\n    A: 1\njobs:\n  a: {}\n'
    expect(written(await plan({ [workflow]: text }))).toEqual({
      [roots]: certificatesPem([one]),
      [workflow]: text.replace('env:\n', 'env:\n    NODE_EXTRA_CA_CERTS: ${{ github.workspace }}/.rootcause/roots.pem\n'),
    })
  })

  it('shows the line to whoever would rather write it', async () => {
    expect((await plan({ [workflow]: 'jobs: {}\n' }))?.advice).toEqual([
      {
        owner: 'project',
        what: expect.stringContaining('under env: of .github/workflows/ci.yml') as string,
        command: 'NODE_EXTRA_CA_CERTS: ${{ github.workspace }}/.rootcause/roots.pem',
      },
    ])
  })

  it('makes the mapping where there is none', async () => {
    expect(written(await plan({ [workflow]: 'on: push\r\njobs:\r\n  a: {}\r\n' }))[workflow]).toBe(
      'on: push\r\nenv:\r\n  NODE_EXTRA_CA_CERTS: ${{ github.workspace }}/.rootcause/roots.pem\r\n\r\njobs:\r\n  a: {}\r\n',
    )
    expect(
      written(await plan({ [`${project}/.gitlab-ci.yml`]: '# x\ntest:\n  script: npm ci\n' }))[`${project}/.gitlab-ci.yml`],
    ).toBe('# x\nvariables:\n  NODE_EXTRA_CA_CERTS: "$CI_PROJECT_DIR/.rootcause/roots.pem"\n\ntest:\n  script: npm ci\n')
  })

  it.each([
    ['the name stands there', 'on: push\nenv:\n  NODE_EXTRA_CA_CERTS: x\njobs: {}\n'],
    ['a mapping in braces', 'env: { A: 1 }\njobs: {}\n'],
    ['an alias', 'env: *shared\njobs: {}\n'],
    ['an anchor', 'env: &shared\n  A: 1\njobs: {}\n'],
    ['a merge', 'env:\n  <<: *x\njobs: {}\n'],
    ['several documents', 'a: 1\n---\njobs: {}\n'],
    ['quotes', '"env":\n  A: 1\njobs: {}\n'],
    ['no jobs', 'on: push\n'],
  ])('leaves alone what it cannot put a line into safely: %s', async (_, text) => {
    expect(await plan({ [workflow]: text })).toBeNull()
    const both = await plan({ [workflow]: text, [`${project}/.github/workflows/b.yaml`]: 'jobs: {}\n' })
    expect(Object.keys(written(both))).toEqual([roots, `${project}/.github/workflows/b.yaml`])
    expect(both?.notes.join('\n')).toContain('.github/workflows/ci.yml is left alone')
  })

  it('a second time adds what is lacking, and keeps what the first put there', async () => {
    const other = newRoot('project, second')
    const first = written(await plan({ [workflow]: 'jobs: {}\n' })) as Record<string, string>
    expect(await plan(first)).toBeNull()
    const later = { ...wanted, add: [anchorOf(other)] }
    expect(written(await plan(first, later))).toEqual({ [roots]: certificatesPem([one, other]) })
    // With a pipeline that is new.
    const both = written(await plan({ ...first, [`${project}/.github/workflows/b.yaml`]: 'jobs: {}\n' }, later))
    expect(both[roots]).toBe(certificatesPem([one, other]))
    // No pipeline was led to it: what lies there is not made to be trusted.
    expect(written(await plan({ [roots]: certificatesPem([other]), [workflow]: 'jobs: {}\n' }))[roots]).toBe(
      certificatesPem([one]),
    )
  })

  it('is for Node alone', async () => {
    const files = { [workflow]: 'jobs: {}\n' }
    expect(await plan(files, { ...wanted, seats: [seat('requests', ['/x.pem'])] })).toBeNull()
    expect(await plan(files, { ...wanted, seats: [seat('node', ['node'])] })).not.toBeNull()
  })
})
