import { describe, expect, it } from 'vitest'
import { shownPlan, withoutSecrets } from '../../src/commands/shown-plan.ts'
import { withoutUserInfo } from '../../src/commands/without-user-info.ts'
import { nodeHost } from '../../src/host/node-host.ts'
import { planOf } from '../apply/support/plan-of.ts'

/** Files into which plans write, as their users have them: each holds this word, which nobody else may see (DESIGN §7, "nothing leaks"). */
const secret = 's3cretW0rdOfTheUser'
const lines: readonly string[] = [
  `//registry.example.org/:_authToken=npm_${secret}`,
  `//registry.example.org/:_password="${secret}"`,
  `_auth = ${secret}`,
  `https-proxy=http://me:${secret}@proxy.example.org:3128/`,
  `proxy=http://${secret}@proxy.example.org:3128/`,
  `registry=https://${secret}:x-oauth-basic@example.org/`,
  `	extraheader = AUTHORIZATION: basic ${secret}`,
  `header = "Authorization: Bearer ${secret}"`,
  `header = "X-Api-Key: ${secret}"`,
  `header = "PRIVATE-TOKEN: ${secret}"`,
  `user = "me:${secret}"`,
  `user me:${secret}`,
  `-u me:${secret}`,
  `--user me:${secret}`,
  `proxy-user me:${secret}`,
  `oauth2-bearer ${secret}`,
  `cookie = "id=${secret}"`,
  `http_password = ${secret}`,
  `password = ${secret}`,
  `export AWS_SECRET_ACCESS_KEY=${secret}`,
  `export DB_PASS='${secret}'`,
  `export PGPASSWORD=${secret}`,
  `export GITHUB_PAT=${secret}`,
  `set -gx NPM_TOKEN ${secret}`,
  `export CREDENTIALS="${secret}"`,
  `ENV API_KEY=${secret}`,
  `ENV API_TOKEN ${secret}`,
  `RUN curl -u me:${secret} https://example.org/`,
  `RUN curl --user me:${secret} https://example.org/`,
  `RUN curl -H 'Authorization: token ${secret}' https://example.org/`,
  `      DEPLOY_TOKEN: ${secret}`,
  `      SECRET_KEY_BASE: "${secret}"`,
  `      CI: ghp_${secret}`,
]

describe('a line of somebody’s file as a plan shows it', () => {
  it.each(lines)('without the secret: %s', (line) => {
    const shown = withoutSecrets(line)
    expect(shown).not.toContain(secret)
    expect(shown).toContain('***')
  })

  it.each([
    'cafile=/home/me/.local/share/rootcause/trust/bundle.pem',
    'export SSL_CERT_FILE=/home/me/bundle.pem',
    "export NODE_OPTIONS='--use-system-ca'",
    'cacert = "/home/me/token/bundle.pem"',
    '[http "https://example.org/"]',
    '	sslCAInfo = /home/me/bundle.pem',
    'FROM node:20-bookworm',
    'RUN update-ca-certificates',
    '    - uses: actions/checkout@v4',
    '      SSL_CERT_FILE: /etc/ssl/certs/ca-certificates.crt',
  ])('whole: %s', (line) => expect(withoutSecrets(line)).toBe(line))

  it('neither a neighbour of what changes nor the content of the plan leads out of it', () => {
    const before = lines.join('\n')
    const change = {
      kind: 'file',
      path: '/nowhere/.npmrc',
      before: null,
      content: Buffer.from(`${before}\ncafile=/home/me/bundle.pem\n`).toString('base64'),
      mode: 0o600,
    } as const
    const plan = shownPlan(planOf([change]), nodeHost)
    expect(plan.steps[0]?.lines.map((l) => l.text)).toContain('cafile=/home/me/bundle.pem')
    const json = JSON.stringify(plan)
    expect(json).not.toContain(secret)
    expect(json).not.toContain(change.content.slice(0, 40))
  })
})

describe('a target as it is shown and kept', () => {
  it.each([
    ['https://me:s3cret@example.org/x', 'https://example.org/x'],
    ['https://s3cret@example.org', 'https://example.org'],
    ['me:s3cret@example.org:8443', 'example.org:8443'],
    ['postgres://me:p@ss@example.org', 'postgres://example.org'],
    ['example.org:8443', 'example.org:8443'],
    ['https://example.org/a@b', 'https://example.org/a@b'],
    ['git@example.org:path', 'git@example.org:path'],
    ['[2001:db8::1]:443', '[2001:db8::1]:443'],
  ])('%s', (typed, shown) => expect(withoutUserInfo(typed, { stat: () => null })).toBe(shown))

  it('a file is called what it is called', () => {
    expect(withoutUserInfo('a:b@c', { stat: (path) => (path === 'a:b@c' ? 'file' : null) })).toBe('a:b@c')
  })
})
