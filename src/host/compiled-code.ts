import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import module from 'node:module'
import { basename, dirname, join } from 'node:path'
import process from 'node:process'
import { Script } from 'node:vm'

/**
 * Keeps compiled code between runs: most of what a short run costs is compiling. Node 22.1 and later do it themselves; for
 * older ones the parts beside `entry` are kept here, as V8 gives them out. In a folder of the user's own: what lies there is
 * run, and by default Node takes the common temporary folder, where another user can put something down first.
 */
export function keepCompiledCode(entry: string): void {
  const folder = cacheFolder()
  if (folder === null) return
  const { enableCompileCache } = module as typeof module & { readonly enableCompileCache?: (folder: string) => unknown }
  if (enableCompileCache === undefined) keepParts(dirname(entry), join(folder, `${process.version}-${process.arch}`))
  else enableCompileCache(folder)
}

/** The folder that the user alone can write to (XDG Base Directory Specification); `null` where there is none. */
function cacheFolder(): string | null {
  const { env, platform } = process
  const { HOME: home = '', XDG_CACHE_HOME: xdg = '', LOCALAPPDATA: local = '' } = env
  if (platform === 'win32') return local === '' ? null : `${local}\\rootcause\\cache`
  const parent = platform === 'darwin' ? `${home}/Library/Caches` : xdg.startsWith('/') ? xdg : `${home}/.cache`
  const folder = `${parent}/rootcause`
  try {
    if (!isOwn(parent)) return null
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return isOwn(folder) ? folder : null
  } catch {
    return null
  }
}

/** Whether a folder is this user's, who runs with no other rights than his own, and nobody else may write to it. */
function isOwn(folder: string): boolean {
  const { uid, mode } = statSync(folder)
  return uid === process.getuid?.() && uid === process.geteuid?.() && (mode & 0o022) === 0
}

/** What Node makes of a CommonJS file: a function of these. */
type Wrapped = (...given: readonly unknown[]) => unknown

/** `Module.prototype._compile`, by which Node runs every CommonJS file (lib/internal/modules/cjs/loader.js). */
interface Compiles {
  _compile: (this: NodeJS.Module, content: string, filename: string) => unknown
}

/** Runs the parts in `folder` from what was kept of them in `cache`, and keeps at the end what was not there. */
function keepParts(folder: string, cache: string): void {
  const prototype = module.prototype as unknown as Compiles
  const compile = prototype._compile
  const fresh: { readonly script: Script; readonly filename: string }[] = []
  prototype._compile = function (content, filename) {
    if (!filename.startsWith(folder)) return compile.call(this, content, filename)
    const cachedData = kept(cache, filename)
    const script = new Script(module.wrap(content), { filename, ...(cachedData === null ? {} : { cachedData }) })
    // Another V8, other flags, a damaged file: V8 looks at all that itself.
    if (cachedData === null || script.cachedDataRejected === true) fresh.push({ script, filename })
    const run = script.runInThisContext() as Wrapped
    return run.call(this.exports, this.exports, module.createRequire(filename), this, filename, dirname(filename))
  }
  process.once('exit', () => fresh.forEach(({ script, filename }) => keep(cache, filename, script)))
}

/** The name under which a file is kept: another build of it has another one. */
function nameOf(filename: string): string {
  const { size, mtimeMs } = statSync(filename)
  return `${basename(filename)}-${size}-${mtimeMs}`
}

function kept(cache: string, filename: string): Buffer | null {
  try {
    return readFileSync(join(cache, nameOf(filename)))
  } catch {
    return null
  }
}

/** Whole or not at all, and in the place of what was kept of an earlier build. A folder that cannot be written is no failure. */
function keep(cache: string, filename: string, script: Script): void {
  try {
    mkdirSync(cache, { recursive: true, mode: 0o700 })
    const name = nameOf(filename)
    const unfinished = join(cache, `.${name}.${process.pid}`)
    writeFileSync(unfinished, script.createCachedData(), { mode: 0o600 })
    renameSync(unfinished, join(cache, name))
    for (const old of readdirSync(cache)) {
      if (old.startsWith(`${basename(filename)}-`) && old !== name) rmSync(join(cache, old), { force: true })
    }
  } catch {
    // The next run compiles again.
  }
}
