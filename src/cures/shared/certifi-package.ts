import type { Host } from '../../host/host.ts'
import type { Exchanged, Tool } from '../../model/plan.ts'
import type { PythonEnvironment } from '../../runtimes/shared/python-environments.ts'
import { folderOf, nameOf } from '../../runtimes/shared/place.ts'

/** A certifi that could be put in the place of the one in an environment. */
export interface CertifiExchange {
  /** PEM: the list of the wheel. */
  readonly list: string
  /** pip installs the wheel, which must be the very file that was looked at. */
  readonly install: Tool
  /** Puts back every file of the package that is there now, to the octet, with its mode and time, however far pip came. */
  readonly restore: Tool
  readonly exchanged: Exchanged
}

/** What an interpreter that runs alone is given: no variables, no `sitecustomize`, no `.pth` files, no compiled modules. */
const alone = ['-I', '-S', '-B'] as const

/** Milliseconds for reading two small packages. */
const patience = 10_000

/** Files of a package are as its own metadata says (PyPA, Recording installed projects): a folder of modules, and one of metadata. */
const parts = `def parts():
  return [n for n in sorted(os.listdir(site)) if n == 'certifi' or n.startswith('certifi-') and n.endswith('.dist-info')]
`

/** Prints the wheel's list and SHA-256, and the package as it is. A link in it is nobody's to replace. */
const looking = `import base64, hashlib, json, os, sys, zipfile, zlib
site, wheel = sys.argv[1:]
${parts}
old = {}
for top in parts():
  for folder, _, names in os.walk(os.path.join(site, top)):
    for name in names:
      path = os.path.join(folder, name)
      if os.path.islink(path):
        sys.exit(path + ' is a link')
      with open(path, 'rb') as file:
        data = base64.b64encode(zlib.compress(file.read(2000000))).decode()
      stat = os.lstat(path)
      old[os.path.relpath(path, site)] = [stat.st_mode & 0o7777, stat.st_mtime_ns, data]
with zipfile.ZipFile(wheel).open('certifi/cacert.pem') as file:
  new = file.read(600000)
with open(wheel, 'rb') as file:
  sha256 = hashlib.sha256(file.read(5000000)).hexdigest()
print(json.dumps({'list': new.decode('ascii'), 'content': hashlib.sha256(new).hexdigest(), 'wheel': sha256, 'old': old}))
`

/** With what the restoring ends where another certifi is there. Not one of Python's own numbers. */
const exchangedCode = 9

/** pip moves what it replaces to names that begin with `~` until it is done (pip: utils/temp_dir.py, AdjacentTempDirectory). */
const restoring = `import base64, hashlib, json, os, sys, zlib
site, version, content = sys.argv[1:]
with open('old.json') as file:
  old = json.load(file)
${parts}
def exchanged(now):
  print(now)
  sys.exit(${exchangedCode})
own = 'certifi-%s.dist-info' % version
for top in parts():
  if top != own and not any(path.startswith(top + os.sep) for path in old):
    exchanged(top[:-len('.dist-info')].replace('-', ' '))
listed = os.path.join(site, 'certifi', 'cacert.pem')
if os.path.exists(os.path.join(site, own, 'RECORD')) and os.path.exists(listed):
  with open(listed, 'rb') as file:
    now = file.read()
  before = zlib.decompress(base64.b64decode(old[os.path.join('certifi', 'cacert.pem')][2]))
  if now != before and hashlib.sha256(now).hexdigest() != content:
    exchanged('certifi %s with another list' % version)
for path, (mode, at, data) in old.items():
  path = os.path.join(site, path)
  os.makedirs(os.path.dirname(path), exist_ok=True)
  with open(path + '~', 'wb') as file:
    file.write(zlib.decompress(base64.b64decode(data)))
    file.flush()
    os.fsync(file.fileno())
  os.chmod(path + '~', mode)
  os.utime(path + '~', ns=(at, at))
  os.replace(path + '~', path)
for top in parts() + [n for n in os.listdir(site) if n.startswith('~ertifi')]:
  for folder, _, names in os.walk(os.path.join(site, top), topdown=False):
    for name in names:
      path = os.path.join(folder, name)
      if os.path.relpath(path, site) not in old:
        os.remove(path)
    if not os.listdir(folder):
      os.rmdir(folder)
`

/**
 * What it takes to put the certifi of a wheel in the place of the one in a folder of libraries, with the environment's own pip: without a
 * network, without the user's settings of pip, of this file alone (pip documentation: `--no-index`, `--find-links`, Hash-checking Mode;
 * Configuration, PIP_CONFIG_FILE). `null`: the file is no wheel of certifi, it is the release that is there, or something cannot be read.
 */
export async function certifiExchange(
  host: Host,
  { program }: PythonEnvironment,
  site: string,
  wheel: string,
): Promise<CertifiExchange | null> {
  // The name says what it is (PyPA, Binary distribution format: File name convention).
  const version = /^certifi-(\d+(?:\.\d+)*)-(?:py2\.)?py3-none-any\.whl$/.exec(nameOf(wheel))?.[1]
  if (version === undefined) return null
  const root = host.env['SystemRoot']
  const env: Readonly<Record<string, string>> = host.platform === 'win32' && root !== undefined ? { SystemRoot: root } : {}
  const ran = await host.run([program, ...alone, '-c', looking, site, wheel], { timeout: patience, env })
  const seen = ran.kind === 'ended' && ran.code === 0 ? parsed(ran.stdout) : null
  if (seen === null) return null
  const before = Object.keys(seen.old).flatMap((path) => /^certifi-(.*)\.dist-info/.exec(path)?.[1] ?? [])
  if (before.includes(version)) return null
  const devNull = host.platform === 'win32' ? 'nul' : '/dev/null'
  return {
    list: seen.list,
    install: {
      // biome-ignore format: as it could be typed
      argv: [
        program, '-I', '-B', '-m', 'pip', 'install', '--no-index', '--find-links', folderOf(wheel),
        '--no-deps', '--only-binary', ':all:', '--require-hashes', '-r', 'certifi.txt',
      ],
      env: { ...env, PIP_CONFIG_FILE: devNull, PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_INPUT: '1' },
      files: { 'certifi.txt': `certifi==${version} --hash=sha256:${seen.wheel}\n` },
    },
    exchanged: { before: ['certifi', ...before.slice(0, 1)].join(' '), ours: `certifi ${version}`, code: exchangedCode },
    restore: {
      argv: [program, ...alone, 'restore.py', site, version, seen.content],
      env,
      files: { 'restore.py': restoring, 'old.json': JSON.stringify(seen.old) },
    },
  }
}

interface Seen {
  readonly list: string
  readonly content: string
  readonly wheel: string
  readonly old: object
}

function parsed(text: string): Seen | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return null
    const [list, content, wheel, old]: readonly unknown[] = ['list', 'content', 'wheel', 'old'].map((name) =>
      Reflect.get(value, name),
    )
    if (typeof list !== 'string' || typeof content !== 'string' || typeof wheel !== 'string') return null
    return typeof old === 'object' && old !== null ? { list, content, wheel, old } : null
  } catch {
    return null
  }
}
