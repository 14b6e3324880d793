import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

/** Everything that is said to a reader: the words of the reports, and what they make of the golden cases; the papers beside the program. */
const places = [
  'src/report',
  'src/explain',
  'src/findings',
  'src/remedies',
  'src/commands',
  'src/health',
  'src/cures',
  'test/cases',
  'docs',
]

function filesIn(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .flatMap((name) => filesIn(join(path, name)))
    .filter((file) => /\.(?:ts|txt|md|sh|ps1|yml)$/.test(file))
}

/** How verification is turned off, as a reader could type it; and the one sentence that no capture can prove. */
const forbidden: readonly RegExp[] = [
  /--insecure\b/,
  /\bcurl\b.* -[a-zA-Z]*k\b/,
  /NODE_TLS_REJECT_UNAUTHORIZED\s*=/,
  /rejectUnauthorized\W+false/,
  /\bverify\s*=\s*false/i,
  /\bssl_verify\s*[:=]\s*false/i,
  /strict-ssl\W+false/,
  /GIT_SSL_NO_VERIFY\s*=/,
  /sslVerify\W+false/i,
  /--no-check-certificate/,
  /--trusted-host/,
  /InsecureSkipVerify/,
  /VERIFY_(?:PEER|NONE)\W+(?:0|false)/i,
  /\b(?:is|are|was) not intercepted\b/i,
]

const isComment = (file: string, line: string): boolean => file.endsWith('.ts') && /^\s*(?:\/\*|\*|\/\/)/.test(line)

it('nothing that is said advises to turn verification off, nor says that nobody reads along (DESIGN §7)', () => {
  const files = [...places.flatMap(filesIn), 'README.md', 'CHANGELOG.md']
  expect(files.length).toBeGreaterThan(400)
  const said = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, i) =>
        !isComment(file, line) && forbidden.some((words) => words.test(line))
          ? [`${file}:${i + 1}: ${line.trim().slice(0, 120)}`]
          : [],
      ),
  )
  expect(said).toEqual([])
})

it('would be found, were it said', () => {
  const advice = [
    'try curl -sk https://example.org',
    'curl --insecure https://example.org',
    'requests.get(url, verify=False)',
    'NODE_TLS_REJECT_UNAUTHORIZED=0 node app.js',
    'npm config set strict-ssl=false',
    'git -c http.sslVerify=false clone',
    'The connection is not intercepted.',
  ]
  expect(advice.filter((line) => !forbidden.some((words) => words.test(line)))).toEqual([])
})
