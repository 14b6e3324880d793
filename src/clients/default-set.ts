import type { ClientId } from '../model/client.ts'

/** Clients that are judged when none is asked for. `current` ones decide the exit code; `historic` ones show who is left behind. */
export const defaultClients: { readonly current: readonly ClientId[]; readonly historic: readonly ClientId[] } = {
  current: [
    'openssl-s_client-3.5',
    'python-3.13',
    'node-24',
    'curl-8.17-openssl',
    'go-1.24',
    'java-17',
    'gnutls-cli-3.8',
    'rustls-0.23',
  ],
  historic: ['python-3.8', 'node-16', 'openssl-s_client-1.0.2', 'gnutls-cli-3.6.13'],
}
