import type { Step } from '../model/plan.ts'
import type { Cure, Need } from './cure.ts'
import { dockerfileLines, dockerfileMark } from './scripts/dockerfile-lines.ts'
import { fileChange, octetsOf } from './shared/anchor-file.ts'
import { patchedDockerfile } from './shared/patched-dockerfile.ts'
import { inFolder, textAt } from './shared/project-files.ts'

/**
 * Images have stores of their own: what is cured on this machine fails again in a container. The Dockerfiles of the project get the lines
 * that change the store of each image. Nothing on this machine is judged otherwise by that, so it has no deltas.
 */
export const projectDockerfile: Cure = {
  id: 'project-dockerfile',
  title: "the images of the project's Dockerfiles",
  owner: 'project',
  scope: 'project',
  tried: 'real-tool',
  plan: async (host, need) => {
    if (need.project === '' || need.add.length + need.drop.length === 0) return null
    const names = (host.list(need.project) ?? []).filter(isDockerfile)
    const steps: Step[] = []
    const notes: string[] = []
    for (const name of names) {
      const path = host.realPath(inFolder(host, need.project, name))
      const text = path === null ? null : textAt(host, path)
      if (path === null || text === null || hasAll(text, need)) continue
      const { text: patched, bases, why } = patchedDockerfile(text, dockerfileLines(need))
      if (why !== '') notes.push(`${name} is left alone: ${why}.`)
      if (patched === text) continue
      steps.push({
        change: fileChange(host, path, octetsOf(patched)),
        why: `Images built by ${name} have the store of ${bases.join(', ')}; the lines behind FROM change it in the image.`,
        needsRights: false,
      })
    }
    if (steps.length === 0) return null
    return {
      steps,
      advice: [
        {
          owner: 'project',
          what: `Containers have stores of their own: these lines go behind FROM in ${steps.map(({ change }) => (change.kind === 'file' ? change.path : '')).join(', ')}.`,
          command: need.typed === undefined ? '' : `rootcause fix ${need.typed} --as dockerfile`,
        },
      ],
      deltas: [],
      notes: [
        ...notes,
        'The image is built anew to notice it. An image without a shell (distroless) takes the finished store from another stage: COPY --from.',
        'A base image that runs as a user of its own stops the build at these lines: put USER root before them, and the user behind.',
      ],
    }
  },
}

const isDockerfile = (name: string): boolean => /^(?:(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?|[\w.-]+\.dockerfile)$/i.test(name)

/** Its lines are there from an earlier time. */
const hasAll = (text: string, { add, drop }: Need): boolean =>
  [...add, ...drop].every(({ sha256 }) =>
    text.split(/\r?\n/).some((line) => line.startsWith(dockerfileMark) && line.includes(sha256)),
  )
