import type { HealthRule } from './rule.ts'

/**
 * RC812: this Linux is WSL, so that the Windows around it has trust stores of its own (microsoft/WSL#3161). Neither copies from the other, and
 * the stores of Windows, files and keys of its registry, cannot be read from here without starting a program of Windows.
 */
export const windowsBeside: HealthRule = ({ isWsl }) =>
  isWsl === true ? [{ code: 'RC812', severity: 'notice', about: [], clients: [], params: {} }] : []
