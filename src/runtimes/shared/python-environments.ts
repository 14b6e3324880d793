import type { Host } from '../../host/host.ts'
import { looked } from '../../host/one-look.ts'
import { folderOf, kindAt, nameOf, placeIn, realPlace } from './place.ts'
import { pythonOpenssl } from './python-openssl.ts'
import { pythonPrograms } from './python-programs.ts'
import { pythonVersionAt } from './python-version.ts'
import { sitePackagesOf } from './site-packages.ts'

/** An interpreter with the folders that its libraries lie in. */
export interface PythonEnvironment {
  /** The interpreter; absolute. */
  readonly program: string
  /** `sys.prefix`. */
  readonly prefix: string
  /** As files tell it: `3.11.2`, or `3.11` where they tell no more. `null`: they do not tell. */
  readonly version: string | null
  /** Its OpenSSL as files tell it: `OpenSSL 3`; empty: they do not. Asked for where it matters alone. */
  readonly openssl: () => string
  /** `virtual environment`, `pyenv`, `conda`; empty: nothing special. */
  readonly note: string
  /** Folders of libraries, in the order in which they are searched. */
  readonly site: readonly string[]
}

/** The Pythons on a machine, the one that a shell would start first, each environment once. Nothing is started. */
export const pythonEnvironments = (host: Host): readonly PythonEnvironment[] =>
  looked(host, 'Python environments', () => environmentsOf(host))

function environmentsOf(host: Host): readonly PythonEnvironment[] {
  const seen = new Set<string>()
  return pythonPrograms(host).flatMap((program) => {
    const environment = pythonEnvironmentOf(host, program)
    const key = isVirtual(host, environment.prefix) ? realPlace(host, environment.prefix) : realPlace(host, program)
    if (seen.has(key)) return []
    seen.add(key)
    return [environment]
  })
}

/** The environment that an interpreter makes. */
export function pythonEnvironmentOf(host: Host, program: string): PythonEnvironment {
  const prefix = prefixOf(host, program)
  const version = pythonVersionAt(host, program, prefix)
  const site = sitePackagesOf(host, prefix, version)
  return {
    program,
    prefix,
    version,
    openssl: () => pythonOpenssl(host, program, prefix, version),
    note: noteOf(host, prefix),
    site,
  }
}

/**
 * A virtual environment is told by the `pyvenv.cfg` above the interpreter as it was called; any other by where its real file lies
 * (Lib/site.py, Modules/getpath.py).
 */
function prefixOf(host: Host, program: string): string {
  const above = (path: string): string => {
    const folder = folderOf(path)
    return ['bin', 'scripts'].includes(nameOf(folder).toLowerCase()) ? folderOf(folder) : folder
  }
  return isVirtual(host, above(program)) ? above(program) : above(realPlace(host, program))
}

export const isVirtual = (host: Host, prefix: string): boolean => kindAt(host, placeIn(host, prefix, 'pyvenv.cfg')) === 'file'

function noteOf(host: Host, prefix: string): string {
  if (isVirtual(host, prefix)) return 'virtual environment'
  if (kindAt(host, placeIn(host, prefix, 'conda-meta')) === 'directory')
    return /[\\/]envs[\\/][^\\/]+$/.test(prefix) ? `conda environment ${nameOf(prefix)}` : 'conda base'
  if (/[\\/]\.?pyenv[\\/].*versions[\\/]/.test(prefix)) return 'pyenv'
  if (prefix.includes('/Python.framework/Versions/'))
    return prefix.startsWith('/Library/Frameworks/') ? 'python.org' : 'framework'
  if (/[\\/]uv[\\/]python[\\/]/.test(prefix)) return 'managed by uv'
  if (/[\\/]Microsoft[\\/]WindowsApps/i.test(prefix)) return 'Microsoft Store'
  return ''
}
