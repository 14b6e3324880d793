import { spawnSync } from 'node:child_process'

const named = process.env['ROOTCAUSE_PWSH'] ?? 'pwsh'

/** PowerShell 7: the program that the variable ROOTCAUSE_PWSH names, else `pwsh` of the search path; `null`: there is none, and its tests are skipped. */
export const pwsh: string | null =
  spawnSync(named, ['-Version'], { timeout: 30_000, encoding: 'utf8' }).stdout?.startsWith('PowerShell 7') === true ? named : null
