import { faults } from '../../src/lab/index.ts'
import type { Asked } from './evidence.ts'
import type { GoldenRecipe } from './golden-capture.ts'

const asked = (...ids: readonly string[]): readonly Asked[] => ids.map((id) => ({ id }))
const shown = (...ids: readonly string[]): readonly Asked[] => ids.map((id) => ({ id, asked: false }))

/** One of each way to search, all of them current. */
const current = asked('openssl-s_client-3.5', 'python-3.13', 'node-24', 'go-1.24', 'java-17', 'gnutls-cli-3.8')
const old = shown('openssl-s_client-1.0.2')

const usual: GoldenRecipe = { clients: [...current, ...old] }
const withRustls: GoldenRecipe = { clients: [...current, ...asked('rustls-0.23'), ...old] }
/** What concerns paths: beside the usual ones those that back out of a dead end, and those that could not yet. */
const paths: GoldenRecipe = {
  clients: [
    ...asked('python-3.13', 'go-1.24', 'java-17', 'gnutls-cli-3.8', 'rustls-0.23'),
    ...shown('python-3.8', 'openssl-s_client-1.0.2', 'gnutls-cli-3.6.13'),
  ],
}
const strict: GoldenRecipe = {
  clients: asked('python-3.11', 'python-3.13', 'openssl-s_client-3.5', 'go-1.24', 'rustls-0.23', 'rfc5280'),
}
const names: GoldenRecipe = {
  clients: asked('python-3.8', 'python-3.13', 'node-24', 'curl-8.17-openssl', 'go-1.24', 'java-17', 'gnutls-cli-3.8'),
}

/** Where a fault needs others than the usual clients or hellos to show what it is. */
const own: Readonly<Record<string, GoldenRecipe>> = {
  'addtrust-2020': {
    clients: [
      { id: 'python-3.8', store: 'windows-lazy' },
      { id: 'python-3.8', store: 'linux-bundle' },
      ...['openssl-s_client-1.0.2', 'gnutls-cli-3.6.13', 'go-1.15'].map((id) => ({ id, store: 'linux-bundle' })),
    ],
  },
  'dst-root-x3': {
    clients: asked('openssl-s_client-1.0.2', 'openssl-s_client-1.1.1', 'python-3.9', 'node-16', 'go-1.15', 'gnutls-cli-3.7'),
  },
  'expired-anchor': paths,
  'expired-cross': paths,
  'cross-loop': paths,
  'renewed-intermediate': paths,
  'two-keys-one-name': paths,
  'wrong-order': paths,
  'superfluous-certificates': paths,
  'long-chain': withRustls,
  'hundred-certificates': withRustls,
  'self-signed-leaf': withRustls,
  'version-1-intermediate': withRustls,
  'explicit-ec-parameters': withRustls,
  'ed25519-leaf': withRustls,
  'rsa-1024-intermediate': withRustls,
  'rsa-1024-leaf': withRustls,
  'sha1-intermediate': withRustls,
  'md5-intermediate': withRustls,
  'root-name-constraints': withRustls,
  'strict-basic-constraints': strict,
  'strict-key-identifiers': strict,
  'strict-key-usage': strict,
  'wrong-host': names,
  'no-san': names,
  'ip-without-ip-san': names,
  'wildcard-too-deep': names,
  'chain-by-hello': { ...usual, hellos: ['tls1.3', 'tls1.2', 'tls1.2-rsa', 'tls1.2-ecdsa'] },
  'server-name-required': { ...usual, hellos: ['tls1.3', 'tls1.2', 'tls1.3-nosni'] },
  'stale-backend-by-turns': { ...usual, hellos: ['tls1.3'], repeat: 4 },
}

/** For every fault of the lab how it becomes a case. */
export const goldenRecipes: Readonly<Record<string, GoldenRecipe>> = Object.fromEntries(
  faults.map(({ id }) => [id, own[id] ?? usual]),
)
