import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { aptTargets, debianKeyring, namedMirror } from './debian-mirror.ts'

/** Runs a program in a folder, for five minutes at most or for so many milliseconds. Throws where it fails. */
export type RunIn = (program: string, args: readonly string[], cwd: string, limit?: number) => void

const suites = ['bookworm', 'bookworm-updates', 'bookworm-security']

/**
 * Unpacks a source package of Debian 12 into `folder`. The system names no sources (`deb-src`) as a rule and is not made to: apt
 * reads a list that is written here, with the system's own mirrors, and keeps what it fetches beside it. Needs no rights.
 */
export function unpackSource(name: string, version: string, folder: string, run: RunIn, env: NodeJS.ProcessEnv): void {
  const apt = join(folder, 'apt')
  for (const part of ['lists/partial', 'archives/partial']) mkdirSync(join(apt, part), { recursive: true })
  const list = join(apt, 'sources.list')
  writeFileSync(list, sourcesList(env))
  const own = [
    `Dir::Etc::SourceList=${list}`,
    'Dir::Etc::SourceParts=/dev/null',
    `Dir::State::Lists=${apt}/lists`,
    `Dir::Cache=${apt}`,
  ]
  // The user to whom apt drops its rights may not write into this folder.
  const options = [...own, 'APT::Sandbox::User=root'].flatMap((option) => ['-o', option])
  run('apt-get', ['-q', ...options, 'update'], folder)
  run('apt-get', ['-q', ...options, 'source', `${name}=${version}`], folder)
}

/** The sources behind the packages of Debian 12 that this machine's apt asks for, or those of the mirror that is named. */
function sourcesList(env: NodeJS.ProcessEnv): string {
  const named = namedMirror()
  const lines =
    named === null
      ? aptTargets('$(REPO_URI) $(RELEASE) $(COMPONENT)', [], env).filter((line) => suites.includes(line.split(' ')[1] ?? ''))
      : [`${named}/debian bookworm main`, `${named}/debian-security bookworm-security main`]
  if (lines.length === 0)
    throw new Error(`apt knows no sources of ${suites.join(' or ')}: name a mirror in ROOTCAUSE_DEBIAN_MIRROR`)
  return lines.map((line) => `deb-src [signed-by=${debianKeyring}] ${line}\n`).join('')
}
