import { spawnSync } from 'node:child_process'
import { closeSync, cpSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { buildSync } from 'esbuild'

const nodeExe = process.env['ROOTCAUSE_NODE_EXE'] ?? ''

/** Why nothing can be run under Wine here; `null`: it can. */
export const missing: string | null =
  spawnSync('wine', ['--version'], { timeout: 10_000 }).status !== 0
    ? 'wine is not installed'
    : !existsSync(nodeExe)
      ? 'ROOTCAUSE_NODE_EXE names no node.exe'
      : null

/** A folder `node_modules` with koffi 3 and `@koromix/koffi-win32-x64`. */
const koffiModules = process.env['ROOTCAUSE_KOFFI'] ?? ''
export const koffiPackages: readonly string[] = ['koffi', '@koromix/koffi-win32-x64']

/** Why crypt32 cannot be called; `null`: it can. */
export const missingKoffi: string | null =
  missing ??
  (koffiPackages.every((name) => existsSync(join(koffiModules, name)))
    ? null
    : 'ROOTCAUSE_KOFFI names no node_modules with koffi and @koromix/koffi-win32-x64')

/** A fresh Windows in a temporary folder. Nothing of the user's own Wine is touched. */
export interface Wine {
  readonly folder: string
  /** Runs a program of it; throws where it does not end well. */
  readonly run: (argv: readonly string[]) => void
  /**
   * Bundles a TypeScript file, runs it in node.exe, and gives back the JSON that it wrote to the file named by OUT. `installed`: it runs as a
   * part of an installed rootcause, beside which those of the packages that koffi needs lie; `more`: further variables.
   */
  readonly node: (file: string, installed?: readonly string[], more?: Readonly<Record<string, string>>) => unknown
  /** Puts values of octets into the registry. */
  readonly setBinaries: (values: readonly { readonly key: string; readonly name: string; readonly value: Uint8Array }[]) => void
  readonly remove: () => void
}

/** Makes it; takes about 20 s. */
export function freshWine(): Wine {
  const folder = mkdtempSync(join(tmpdir(), 'rootcause-wine-'))
  const windows = (name: string): string => `Z:${join(folder, name).replaceAll('/', '\\')}`
  const started = (program: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): void => {
    // To a file: a pipe for its output ends node.exe under Wine.
    const log = openSync(join(folder, 'log.txt'), 'w')
    const { status } = spawnSync(program, args, {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, WINEPREFIX: join(folder, 'prefix'), WINEDEBUG: '-all', ...more },
      stdio: ['ignore', log, log],
      timeout: 120_000,
    })
    closeSync(log)
    if (status !== 0)
      throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${readFileSync(join(folder, 'log.txt'), 'utf8')}`)
  }
  started('wineboot', ['-i'])
  // Node wants Windows 8.1; Wine 8 begins as Windows 7.
  started('winecfg', ['-v', 'win10'])
  return {
    folder,
    run: (argv) => started('wine', argv),
    node: (file, installed, more = {}) => {
      const modules = join(folder, 'node_modules')
      rmSync(modules, { recursive: true, force: true })
      for (const name of installed ?? [])
        cpSync(join(koffiModules, name), join(modules, name), { recursive: true, dereference: true })
      const parts = installed === undefined ? folder : join(modules, 'rootcause', 'dist', 'parts')
      mkdirSync(parts, { recursive: true })
      if (installed !== undefined) writeFileSync(join(modules, 'rootcause', 'package.json'), '{"name":"rootcause"}')
      const script = join(parts, 'script.cjs')
      buildSync({
        entryPoints: [file],
        bundle: true,
        platform: 'node',
        target: 'node20',
        format: 'cjs',
        outfile: script,
        logLevel: 'error',
      })
      started('wine', [nodeExe, windows(relative(folder, script))], { OUT: windows('out.json'), ...more })
      return JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')) as unknown
    },
    setBinaries: (values) => {
      const lines = values.map(({ key, name, value }) => {
        const hex = [...value].map((octet) => octet.toString(16).padStart(2, '0')).join(',')
        return `[${key}]\r\n"${name}"=hex:${hex}\r\n`
      })
      writeFileSync(join(folder, 'import.reg'), ['Windows Registry Editor Version 5.00\r\n', ...lines].join('\r\n'))
      started('wine', ['reg', 'import', windows('import.reg')])
    },
    remove: () => {
      started('wineserver', ['-k'])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
