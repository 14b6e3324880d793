#!/usr/bin/env node
import { mkdirSync, statSync } from 'node:fs'
import module from 'node:module'
import process from 'node:process'

/**
 * Node 22.1 and later keep compiled code between runs; the rest starts without. In a folder of the user's own: by default it
 * would lie in the common temporary folder, where another user can put down first what is run here.
 */
function keepCompiledCode(): void {
  const { enableCompileCache } = module as typeof module & { readonly enableCompileCache?: (folder: string) => unknown }
  const folder = enableCompileCache === undefined ? null : cacheFolder()
  if (folder !== null) enableCompileCache?.(folder)
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

keepCompiledCode()

// Loaded after that, so that it is kept too.
void import('./commands/main.ts').then(({ main }) => main(process.argv.slice(2)))
