import type { Host } from '../../host/host.ts'
import { onSearchPath } from '../search-path.ts'
import { fromHere, kindAt, namesIn, nameOf, placeIn, textAt } from './place.ts'

/** Every place at which an interpreter is found, in the order in which a user would meet them; some are the same one twice. */
export function pythonPrograms(host: Host): readonly string[] {
  const prefixes = [host.env['VIRTUAL_ENV'] ?? '', ...onPath(host), ...besideHere(host), ...installed(host)]
  return prefixes.flatMap((place) => {
    const kind = kindAt(host, place)
    return kind === 'directory' ? inPrefix(host, place) : kind === 'file' ? [place] : []
  })
}

/** The interpreter of an environment or of an unpacked copy. */
function inPrefix(host: Host, prefix: string): readonly string[] {
  const places =
    host.platform === 'win32'
      ? [placeIn(host, prefix, 'Scripts', 'python.exe'), placeIn(host, prefix, 'python.exe')]
      : ['python3', 'python', 'python2'].map((name) => placeIn(host, prefix, 'bin', name))
  return places.filter((path) => kindAt(host, path) === 'file').slice(0, 1)
}

/** Minor releases that may stand on a search path under their own names. */
const named = Array.from({ length: 15 }, (_, i) => `python3.${20 - i}`)

function onPath(host: Host): readonly string[] {
  const names = host.platform === 'win32' ? ['python', 'python3'] : ['python3', 'python', ...named, 'python2', 'python2.7']
  return names
    .flatMap((name) => onSearchPath(host, name))
    .flatMap((path) => {
      if (isStoreStub(host, path)) return []
      if (host.platform === 'darwin' && path === '/usr/bin/python3') return behindXcode(host)
      return /[\\/]shims[\\/][^\\/]+$/.test(path) ? behindShim(host, path) : [path]
    })
}

/** Windows puts a python.exe of no octets on the search path, which opens the Microsoft Store where no Python was got from there. */
function isStoreStub(host: Host, path: string): boolean {
  const folder = /^(.*[\\/]Microsoft[\\/]WindowsApps)[\\/]/i.exec(path)?.[1]
  return folder !== undefined && !namesIn(host, folder).some((name) => /^PythonSoftwareFoundation\.Python\./i.test(name))
}

/** macOS' /usr/bin/python3 starts that of the developer tools; without them it opens a window that offers to install them. */
function behindXcode(host: Host): readonly string[] {
  const tools = ['/Library/Developer/CommandLineTools', '/Applications/Xcode.app/Contents/Developer']
  return tools.map((folder) => `${folder}/usr/bin/python3`).filter((path) => kindAt(host, path) === 'file')
}

/** The Pythons that pyenv's shim would start, by its own order: PYENV_VERSION, `.python-version` here and above, `version`. */
function behindShim(host: Host, shim: string): readonly string[] {
  const root = shim.replace(/[\\/]shims[\\/][^\\/]+$/, '')
  if (kindAt(host, placeIn(host, root, 'versions')) !== 'directory') return []
  const chosen = (host.env['PYENV_VERSION']?.split(':') ?? []).concat(
    words(chosenHere(host)),
    words(textAt(host, placeIn(host, root, 'version'))),
  )
  const program = nameOf(shim).replace(/\.bat$/i, '.exe')
  for (const version of chosen) {
    if (version === 'system') return []
    const prefix = placeIn(host, root, 'versions', version)
    const path = host.platform === 'win32' ? placeIn(host, prefix, program) : placeIn(host, prefix, 'bin', program)
    if (kindAt(host, path) === 'file') return [path]
  }
  return []
}

const words = (text: string | null): readonly string[] => (text ?? '').split(/\s+/).filter((word) => /^[\w.+-]+$/.test(word))

function chosenHere(host: Host): string | null {
  const parts = host.cwd.split(/[\\/]/)
  for (let n = parts.length; n > 1; n--) {
    const text = textAt(host, placeIn(host, parts.slice(0, n).join(host.platform === 'win32' ? '\\' : '/'), '.python-version'))
    if (text !== null) return text
  }
  return null
}

/** Environments in the folder where the shell stands. */
const besideHere = (host: Host): readonly string[] =>
  host.cwd === '' ? [] : [fromHere(host, '.venv'), fromHere(host, 'venv'), fromHere(host, 'env')]

/** What version managers, tool installers and installers put where nothing on the search path leads to. */
function installed(host: Host): readonly string[] {
  const { env, home } = host
  const below = (folder: string): readonly string[] => namesIn(host, folder).map((name) => placeIn(host, folder, name))
  const inHome = (...parts: readonly string[]): string => (home === '' ? '' : placeIn(host, home, ...parts))
  const data = env['XDG_DATA_HOME'] ?? inHome('.local', 'share')
  return [
    ...below(placeIn(host, env['PYENV_ROOT'] ?? inHome('.pyenv'), 'versions')),
    ...below(inHome('.pyenv', 'pyenv-win', 'versions')),
    ...condaPrefixes(host),
    ...below(env['UV_PYTHON_INSTALL_DIR'] ?? placeIn(host, data, 'uv', 'python')),
    ...[placeIn(host, data, 'uv', 'tools'), placeIn(host, data, 'pipx', 'venvs'), inHome('.local', 'pipx', 'venvs')].flatMap(
      below,
    ),
    placeIn(host, data, 'pypoetry', 'venv'),
    ...(host.platform === 'darwin' ? below('/Library/Frameworks/Python.framework/Versions') : []),
    ...(host.platform === 'win32' ? onWindows(host) : []),
  ]
}

/** conda keeps the list of its environments in ~/.conda/environments.txt; installers put the base in a few well-known places. */
function condaPrefixes(host: Host): readonly string[] {
  const { env, home } = host
  const flavours = ['miniconda3', 'anaconda3', 'miniforge3', 'mambaforge', 'micromamba']
  const program = host.platform === 'win32' ? (env['ProgramData'] ?? 'C:\\ProgramData') : '/opt'
  const bases = [
    env['CONDA_PREFIX'] ?? '',
    env['MAMBA_ROOT_PREFIX'] ?? '',
    ...(host.platform === 'win32' ? [] : ['/opt/conda']),
    ...[home, program].filter((folder) => folder !== '').flatMap((folder) => flavours.map((name) => placeIn(host, folder, name))),
  ].filter((base) => base !== '')
  const listed = (home === '' ? '' : (textAt(host, placeIn(host, home, '.conda', 'environments.txt')) ?? '')).split(/\r?\n/)
  const all = bases.flatMap((base) => [
    base,
    ...namesIn(host, placeIn(host, base, 'envs')).map((n) => placeIn(host, base, 'envs', n)),
  ])
  return [...all, ...listed.map((line) => line.trim())].filter(
    (prefix) => prefix !== '' && kindAt(host, placeIn(host, prefix, 'conda-meta')) === 'directory',
  )
}

/** Each key costs the start of a program on Windows (reg.exe), and every library asks for the Pythons again. */
const registered = new WeakMap<Host, readonly string[]>()

/** PEP 514: Software\Python\<company>\<tag>\InstallPath, of the user, the machine, and 32-bit programs. */
function onWindows(host: Host): readonly string[] {
  const known = registered.get(host) ?? fromRegistry(host)
  registered.set(host, known)
  return known
}

function fromRegistry(host: Host): readonly string[] {
  const roots = ['HKCU\\Software\\Python', 'HKLM\\Software\\Python', 'HKLM\\Software\\WOW6432Node\\Python']
  return roots.flatMap((root) =>
    (host.registry(root)?.keys ?? [])
      .filter((company) => company !== 'PyLauncher')
      .flatMap((company) =>
        (host.registry(`${root}\\${company}`)?.keys ?? []).map((tag) => `${root}\\${company}\\${tag}\\InstallPath`),
      )
      .flatMap((key) => {
        const values = host.registry(key)?.values ?? {}
        const path = values['ExecutablePath'] ?? values['']
        return typeof path === 'string' ? [path.replace(/\\$/, '')] : []
      }),
  )
}
