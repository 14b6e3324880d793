import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Runs a program in a folder. Throws where it fails. */
export type RunIn = (program: string, args: readonly string[], cwd: string) => void

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'
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

/**
 * The sources behind the packages that this machine's apt asks for; where those are of another release, those of the mirror that
 * ROOTCAUSE_DEBIAN_MIRROR names.
 */
function sourcesList(env: NodeJS.ProcessEnv): string {
  const format = '$(REPO_URI) $(RELEASE) $(COMPONENT)'
  const known = execFileSync('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'], { encoding: 'utf8', env })
  const here = [...new Set(known.trim().split('\n'))].filter((line) => suites.includes(line.split(' ')[1] ?? ''))
  const mirror = process.env['ROOTCAUSE_DEBIAN_MIRROR']
  if (here.length === 0 && mirror === undefined)
    throw new Error(`apt knows no sources of ${suites.join(' or ')}: name a mirror in ROOTCAUSE_DEBIAN_MIRROR`)
  const lines = here.length > 0 ? here : [`${mirror}/debian bookworm main`, `${mirror}/debian-security bookworm-security main`]
  return lines.map((line) => `deb-src [signed-by=${keyring}] ${line}\n`).join('')
}
