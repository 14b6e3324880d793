import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Command, Ran } from './client.ts'

const libraries = ['/usr/lib/x86_64-linux-gnu/faketime', '/usr/lib/aarch64-linux-gnu/faketime', '/usr/lib/faketime']

/** libfaketime for programs with threads, which all of them may have, by its place under `root`; `null`: it is not installed there. */
export function faketimeLibrary(root = ''): string | null {
  return libraries.map((folder) => `${folder}/libfaketimeMT.so.1`).find((path) => existsSync(`${root}${path}`)) ?? null
}

/**
 * The environment of every client: nothing of what a machine presets for its trust stores. `at` stops the clock there. `root`: the client's
 * root directory, where it has one of its own.
 */
export function clientEnvironment(home: string, at: number | null, root?: string): Record<string, string> {
  const clean = { PATH: process.env['PATH'] ?? '', HOME: home, LANG: 'C.UTF-8', TERM: 'dumb', TZ: 'UTC' }
  const library = at === null ? null : faketimeLibrary(root)
  if (at === null || library === null) return clean
  const FAKETIME = new Date(at * 1000).toISOString().replace('T', ' ').slice(0, 19)
  return { ...clean, LD_PRELOAD: library, FAKETIME, DONT_FAKE_MONOTONIC: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' }
}

/** Runs a client to its end, or to the limit. */
export function runCommand(
  { argv, env }: Command,
  clean: Readonly<Record<string, string>>,
  input: string,
  limit: number,
): Promise<Ran & { readonly ms: number }> {
  const [program = '', ...args] = argv
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...clean, ...env }, stdio: ['pipe', 'pipe', 'pipe'], cwd: clean['HOME'] })
    const out: Buffer[] = []
    const problems: Buffer[] = []
    let isKilled = false
    const timer = setTimeout(() => {
      isKilled = true
      child.kill('SIGKILL')
    }, limit)
    child.stdout.on('data', (data: Buffer) => out.push(data))
    child.stderr.on('data', (data: Buffer) => problems.push(data))
    child.on('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    // A client that is done before it has read everything is no failure.
    child.stdin.on('error', () => undefined)
    child.on('close', (code) => {
      clearTimeout(timer)
      const text = (parts: readonly Buffer[]): string => Buffer.concat(parts).toString('utf8')
      resolve({ code, stdout: text(out), stderr: text(problems), isKilled, ms: Math.round(performance.now() - began) })
    })
    child.stdin.end(input)
  })
}
