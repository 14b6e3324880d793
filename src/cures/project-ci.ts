import type { Host } from '../host/host.ts'
import type { Step } from '../model/plan.ts'
import { writePem } from '../x509/pem.ts'
import type { Cure } from './cure.ts'
import { fileChange, octetsOf } from './shared/anchor-file.ts'
import { inFolder, textAt } from './shared/project-files.ts'
import { isOf, served } from './shared/served.ts'
import { withVariable } from './shared/yaml-variable.ts'

/**
 * The machines that build the project have stores of their own. Their Node is led to the roots by NODE_EXTRA_CA_CERTS, which adds to what it
 * trusts; variables of other programs replace all they trust, and are not set here. Nothing on this machine is judged otherwise by that.
 */
export const projectCi: Cure = {
  id: 'project-ci',
  title: "Node on the project's build machines",
  owner: 'project',
  scope: 'project',
  tried: 'documented',
  plan: async (host, need) => {
    const isNodes = need.seats.length === 0 || served(need, isOf('node', 'npm', 'yarn')).length > 0
    if (need.project === '' || need.add.length === 0 || !isNodes) return null
    const steps: Step[] = []
    const left: string[] = []
    const patches: Pipeline[] = []
    // By an earlier patch: the roots are all that it may lack.
    let isLed = false
    for (const pipeline of pipelines(host, need.project)) {
      const { path, shown, kind } = pipeline
      const text = textAt(host, path)
      if (text?.includes(`${name}: ${kind.value}`) === true) {
        isLed = true
        continue
      }
      const patched = text === null ? null : withVariable(text, kind)
      if (patched === null) {
        left.push(shown)
        continue
      }
      patches.push(pipeline)
      steps.push({
        change: fileChange(host, path, octetsOf(patched)),
        why: `${shown} makes Node trust the roots of ${folder}/${file} beside its own.`,
        needsRights: false,
      })
    }
    const place = inFolder(host, host.realPath(need.project) ?? need.project, folder, file)
    // What an earlier patch put there is needed as before; what no pipeline is led to is nobody's yet, and is not made to be trusted.
    const there = isLed && host.stat(place) !== null ? textAt(host, place) : ''
    if (there === null) return null
    const lacking = need.add.map(({ der }) => writePem('CERTIFICATE', der)).filter((pem) => !there.includes(pem.trim()))
    if (steps.length === 0 && (!isLed || lacking.length === 0)) return null
    return {
      steps: [
        {
          change: fileChange(host, place, octetsOf([there.replace(/[^\n]$/, '$&\n'), ...lacking].join(''))),
          why: 'The roots lie in the project, where its build machines find them; certificates are no secrets.',
          needsRights: false,
        },
        ...steps,
      ],
      advice: patches.map(({ shown, kind }) => ({
        owner: 'project',
        what: `Build machines have stores of their own: with the roots in ${folder}/${file}, this line under ${kind.mapping}: of ${shown} makes their Node trust them.`,
        command: `${name}: ${kind.value}`,
      })),
      deltas: [],
      notes: [
        'Review and commit it: nothing runs here. Before the project is checked out the file is not there, and Node goes on without it with a warning.',
        'A job in a container has its files elsewhere: there the image is the right place (project-dockerfile).',
        ...left.map(
          (name) =>
            `${name} is left alone: it names the variable already, or is written in a way that a line cannot be put into safely.`,
        ),
      ],
    }
  },
}

const folder = '.rootcause'
const file = 'roots.pem'
const name = 'NODE_EXTRA_CA_CERTS'

/** GitHub: contexts (`github.workspace`), workflow syntax (`env`). */
const github = { mapping: 'env', name, value: `\${{ github.workspace }}/${folder}/${file}`, before: /^jobs\s*:/ }
/** GitLab: predefined variables (CI_PROJECT_DIR), CI/CD YAML syntax (`variables`). */
const gitlab = { mapping: 'variables', name, value: `"$CI_PROJECT_DIR/${folder}/${file}"`, before: /^[A-Za-z.]/ }

interface Pipeline {
  readonly path: string
  /** Within the project, for the reader. */
  readonly shown: string
  readonly kind: typeof github
}

function pipelines(host: Host, project: string): readonly Pipeline[] {
  const workflows = inFolder(host, project, '.github', 'workflows')
  const own = (host.list(workflows) ?? [])
    .filter((each) => /\.ya?ml$/.test(each))
    .map((each) => ({ path: inFolder(host, workflows, each), shown: `.github/workflows/${each}`, kind: github }))
  const all = [...own, { path: inFolder(host, project, '.gitlab-ci.yml'), shown: '.gitlab-ci.yml', kind: gitlab }]
  return all.flatMap(({ path, ...rest }) => {
    const real = host.stat(path) === 'file' ? host.realPath(path) : null
    return real === null ? [] : [{ path: real, ...rest }]
  })
}
