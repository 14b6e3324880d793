import type { OracleClient } from './client.ts'

/** Whether a client takes so much room that it is installed for those alone who name it in full. `named`: what --client has; undefined: nothing. */
export const isOnRequest = ({ id, install }: OracleClient, named: readonly string[] | undefined): boolean =>
  install?.from === 'debootstrap' && named?.includes(id) !== true

/** Says how to get them: one line for each folder. */
export function onRequest(clients: readonly OracleClient[]): string {
  const folders = new Map<string, string[]>()
  for (const { id, install } of clients) {
    if (install?.from !== 'debootstrap') continue
    folders.set(install.name, [...(folders.get(install.name) ?? []), id])
  }
  return [...folders]
    .map(([name, ids]) => `${ids.join(', ')}: only on request, in a ${name} of its own: --install --client ${ids[0]}`)
    .join('\n')
}
