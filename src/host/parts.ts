import { closeSync, mkdirSync, openSync, readdirSync, readSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'

/** Asks for another part (`./name.cjs`), or for a module of Node's own. */
type Ask = (name: string) => unknown

/** What the build makes of a part: a function of what Node gives to every CommonJS module; `dirname` is the folder of the parts. */
type Part = (exports: unknown, require: Ask, module: { readonly exports: unknown }, dirname: string) => unknown

interface Compiled {
  readonly name: string
  readonly path: string
  readonly script: Script
}

/**
 * Loads the parts of the program that lie in `folder`, and keeps their compiled code between runs: most of what a short run costs
 * is compiling. What V8 gives out at the end of a run holds every function that the run used. It is kept in a folder of the user's
 * own, for what lies there is run. Node's loader would look for each file in several places and decode it as UTF-8 (half a
 * millisecond and two); Node's own cache (22.1) stands in the common temporary folder, where another user can put something down
 * first.
 */
export function parts(folder: string, ofNode: Ask): Ask {
  const cache = cacheFolder()
  const loaded = new Map<string, { readonly exports: unknown }>()
  const fresh: Compiled[] = []
  if (cache !== null) process.once('exit', () => fresh.forEach((compiled) => keep(cache, compiled)))
  const load: Ask = (name) => {
    if (!name.startsWith('./')) return ofNode(name)
    const known = loaded.get(name)
    if (known !== undefined) return known.exports
    const module = { exports: {} }
    loaded.set(name, module)
    const path = `${folder}/${name.slice(2)}`
    // The build sees to it that parts are ASCII.
    const source = octetsOf(path).toString('latin1')
    const cachedData = cache === null ? null : kept(cache, path, name)
    const script = new Script(source, { filename: path, ...(cachedData === null ? {} : { cachedData }) })
    // Another V8, other flags, a damaged file: V8 looks at all that itself.
    if (cachedData === null || script.cachedDataRejected === true) fresh.push({ name, path, script })
    const run: Part = script.runInThisContext()
    run(module.exports, load, module, folder)
    return module.exports
  }
  return load
}

/** The folder that the user alone can write to (XDG Base Directory Specification); `null` where there is none. */
function cacheFolder(): string | null {
  const { env, platform, version, arch } = process
  const { HOME: home = '', XDG_CACHE_HOME: xdg = '', LOCALAPPDATA: local = '' } = env
  const release = `${version}-${arch}`
  if (platform === 'win32') return local === '' ? null : `${local}\\rootcause\\cache\\${release}`
  const parent = platform === 'darwin' ? `${home}/Library/Caches` : xdg.startsWith('/') ? xdg : `${home}/.cache`
  const folder = `${parent}/rootcause`
  try {
    if (!isOwn(home)) return null
    if (statSync(folder, { throwIfNoEntry: false }) === undefined) mkdirSync(folder, { recursive: true, mode: 0o700 })
    return isOwn(parent) && isOwn(folder) ? `${folder}/${release}` : null
  } catch {
    return null
  }
}

/** Whether a folder is this user's, who runs with no other rights than his own, and nobody else may write to it. */
function isOwn(folder: string): boolean {
  const { uid, mode } = statSync(folder)
  return uid === process.getuid?.() && uid === process.geteuid?.() && (mode & 0o022) === 0
}

/** The name under which a part is kept: another build of it has another one. */
function nameOf(name: string, path: string): string {
  const { size, mtimeMs } = statSync(path)
  return `${name.slice(2)}-${size}-${mtimeMs}`
}

function kept(cache: string, path: string, name: string): Buffer | null {
  try {
    return octetsOf(`${cache}/${nameOf(name, path)}`)
  } catch {
    return null
  }
}

/** Where files are read to, one after the other: memory that was never touched costs more than the reading. */
let memory = Buffer.allocUnsafeSlow(1 << 20)

/** What a file holds, until the next one is read. */
function octetsOf(path: string): Buffer {
  const file = openSync(path, 'r')
  try {
    for (let length = 0; ; ) {
      if (length === memory.length) memory = Buffer.concat([memory], 2 * length)
      const read = readSync(file, memory, length, memory.length - length, null)
      if (read === 0) return memory.subarray(0, length)
      length += read
    }
  } finally {
    closeSync(file)
  }
}

/** Whole or not at all, and in the place of what was kept of an earlier build. A folder that cannot be written is no failure. */
function keep(cache: string, { name, path, script }: Compiled): void {
  try {
    mkdirSync(cache, { recursive: true, mode: 0o700 })
    const file = nameOf(name, path)
    const unfinished = join(cache, `.${file}.${process.pid}`)
    writeFileSync(unfinished, script.createCachedData(), { mode: 0o600 })
    renameSync(unfinished, join(cache, file))
    for (const old of readdirSync(cache)) {
      if (old.startsWith(`${name.slice(2)}-`) && old !== file) rmSync(join(cache, old), { force: true })
    }
  } catch {
    // The next run compiles again.
  }
}
