import type { HealthRule } from './rule.ts'

/**
 * RC812: this Linux is WSL, so that the Windows around it has trust stores of its own (microsoft/WSL#3161), and they cannot be read from here.
 * Neither copies from the other. params: `why`: what keeps them from being read; absent: nobody tried.
 */
export const windowsBeside: HealthRule = ({ isWsl, beside }) => {
  if (isWsl !== true || beside?.unreadable === null) return []
  const params = beside === undefined ? {} : { why: beside.unreadable }
  return [{ code: 'RC812', severity: 'notice', about: [], clients: [], params }]
}
