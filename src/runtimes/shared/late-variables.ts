import type { Host } from '../../host/host.ts'
import type { WithoutEffect } from '../../model/machine.ts'
import { fromHere, textAt } from './place.ts'
import { inFile } from './setting.ts'

const extra = 'NODE_EXTRA_CA_CERTS'

/**
 * NODE_EXTRA_CA_CERTS in a `.env` of the folder in which one stands: Node reads the variable once, when it starts, and whoever loads
 * that file does it later. Observed on Node 20.20.2: neither `--env-file` nor an assignment to process.env adds anything. Nothing else
 * of the file is looked at, for tokens stand there.
 */
export function lateVariables(host: Host): readonly WithoutEffect[] {
  if ((host.env[extra] ?? '') !== '' || host.cwd === '') return []
  return ['.env', '.env.local'].flatMap((name) => {
    const path = fromHere(host, name)
    return (textAt(host, path) ?? '').split('\n').flatMap((line, i): readonly WithoutEffect[] => {
      const value = /^\s*(?:export\s+)?NODE_EXTRA_CA_CERTS\s*=\s*(.*?)\s*$/.exec(line)?.[1]?.replace(/^(["'])(.*)\1$/, '$2')
      if (value === undefined || value === '') return []
      const by = `Node reads it once, when it starts, and ${name} is read later`
      return [{ setting: inFile(extra, value, path, i + 1), reason: 'not-inherited', params: { by } }]
    })
  })
}
