// Builds dist/: the program and the library bundled for Node with lazily loaded parts, and the library's types.
import { execFileSync } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { compileFunction } from 'node:vm'
import { build } from 'esbuild'

const root = new URL('..', import.meta.url).pathname
process.chdir(root)
const { version, engines } = JSON.parse(readFileSync('package.json', 'utf8'))
const outExtension = { '.js': '.cjs' }
const shared = {
  bundle: true,
  minify: true,
  legalComments: 'none',
  platform: 'node',
  target: `node${engines.node.replace(/[^\d.]/g, '')}`,
  define: { ROOTCAUSE_VERSION: JSON.stringify(version) },
  metafile: true,
  logLevel: 'warning',
}

/** Modules that many parts hold, with all below them. */
const sharedModules = [
  'src/apply/take-back.ts',
  'src/capture/capture.ts',
  'src/capture/case-file.ts',
  'src/clients/index.ts',
  'src/clients/resolve.ts',
  'src/commands/find-missing.ts',
  'src/commands/journals.ts',
  'src/commands/locating.ts',
  'src/commands/machine-clients.ts',
  'src/commands/observe-clients.ts',
  'src/commands/observe.ts',
  'src/commands/platform-clients.ts',
  'src/commands/run-check.ts',
  'src/der/reader.ts',
  'src/der/string.ts',
  'src/diagnose.ts',
  'src/diagnosis/certificate-summary.ts',
  'src/explain/explain.ts',
  'src/findings/facts/interceptors.ts',
  'src/findings/facts/trust-settings.ts',
  'src/graph/world.ts',
  'src/host/node-signature-verifier.ts',
  'src/host/node-state-io.ts',
  'src/host/replace-file.ts',
  'src/host/run-tool.ts',
  'src/host/run.ts',
  'src/incidents/index.ts',
  'src/messages/alerts.ts',
  'src/messages/index.ts',
  'src/messages/recognise.ts',
  'src/messages/says.ts',
  'src/messages/slots.ts',
  'src/programmes/index.ts',
  'src/programmes/shared/cache-read.ts',
  'src/report/evidence-sheet.ts',
  'src/report/finding-text.ts',
  'src/report/found/text.ts',
  'src/report/naming.ts',
  'src/report/sections/remedies.ts',
  'src/report/sections/separation.ts',
  'src/report/sections/verdict.ts',
  'src/report/text.ts',
  'src/report/who.ts',
  'src/report/words/capture.ts',
  'src/report/words/failures.ts',
  'src/report/words/findings.ts',
  'src/report/words/switches.ts',
  'src/roots/platform-evidence.ts',
  'src/roots/platform-id.ts',
  'src/roots/platforms.ts',
  'src/roots/store-at.ts',
  'src/runtimes/index.ts',
  'src/runtimes/look-around.ts',
  'src/stores/index.ts',
  'src/terminal/columns.ts',
  'src/terminal/paint.ts',
  'src/validation/evaluate.ts',
  'src/validation/judge.ts',
  'src/validation/proof.ts',
  'src/validation/timeline.ts',
  'src/x509/anchor-record.ts',
  'src/x509/base64.ts',
  'src/x509/certificate-file.ts',
  'src/x509/certificate.ts',
  'src/x509/digest.ts',
  'src/x509/oids.ts',
  'src/x509/pem.ts',
  'src/x509/thumbprint.ts',
]

/**
 * What the most common run, the check of a server that nobody rejects, has no use for: half of its part, which would be read and made
 * ready each time. Such modules are loaded when one of their functions is first called, those of a list together: the lists are what a
 * run asks for at once.
 */
const later = {
  'seldom-words': within(
    'src/messages',
    'agreement cryptoapi dotnet go gnutls gnutls-programs java node openssl python rustls curl says render',
  ),
  'seldom-clients': within(
    'src/clients',
    'android apple boringssl botan bun cargo chrome cryptoapi dotnet firefox libressl mbedtls mono nss openssl-programs perl php rfc5280 ruby s2n wolfssl',
  ),
  'seldom-searches': within(
    'src/validation/search',
    'anchors-first climb depth-first filtered forward-only gathered known-signers merged scored store-then-sent whole-paths worst-of-path',
  ),
  'seldom-checks': [
    ...within(
      'src/validation/checks',
      'name-constraints openssl-name-constraints java-name-constraints gnutls-merged-constraints webpki-name-constraints programme-rules',
    ),
    'src/validation/search/sent-then-build-forward.ts',
  ],
  'seldom-texts': [
    ...within('src/findings/facts', 'portals trust-settings'),
    ...within(
      'src/report',
      'failure-phrase independent-faults short-stores brief/separation brief/remedies sections/separation sections/remedies',
    ),
    ...within('src/report/words', 'capture failures findings switches'),
    ...within('src/validation/checks', 'host-name-text name-constraints-text profile'),
  ],
  'seldom-cures': ['src/remedies/index.ts', 'src/validation/delta.ts', 'src/validation/separation.ts'],
  'seldom-names': within('src/commands', 'hosts-entries nrpt-domains resolved-domains resolver-domain resolvers'),
  'seldom-input': [
    ...within('src/capture', 'proxy/http-connect starttls/registry tls/alert tls/named-group'),
    'src/messages/comparable.ts',
    'src/x509/anchor-record.ts',
    'src/x509/pkcs7.ts',
    'src/x509/trusted-certificate.ts',
    'node_modules/get-east-asian-width/index.js',
  ],
  // Where Node is, its own digests are used; these make their tables when they are loaded.
  'seldom-digests': within('node_modules/@noble/hashes', 'legacy sha2', 'js'),
}

/** The same for modules that are parts of their own. */
const laterAlone = ['src/incidents/index.ts', 'src/stores/index.ts']

/** The paths of modules of one folder. */
function within(folder, names, extension = 'ts') {
  return names.split(' ').map((name) => `${folder}/${name}.${extension}`)
}

rmSync('dist', { recursive: true, force: true })
const inputs = { ...(await program()), ...(await library()) }
writeFileSync('dist/metafile.json', JSON.stringify({ inputs }))
if (!process.argv.includes('--no-types')) {
  const tsc = new URL('../node_modules/typescript/bin/tsc', import.meta.url).pathname
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
  keepPublicTypes('dist/types', ['index.d.ts', 'node.d.ts'])
}

/** The compiler writes declarations of every module below the entries; those that no public one names are taken away. */
function keepPublicTypes(folder, entries) {
  const kept = new Set(entries.map((entry) => join(folder, entry)))
  // Iteration visits what is added on the way.
  for (const path of kept)
    for (const [, named] of readFileSync(path, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)\.ts'/g))
      kept.add(join(dirname(path), `${named}.d.ts`))
  for (const name of readdirSync(folder, { recursive: true })) {
    const path = join(folder, name)
    if (name.endsWith('.d.ts') && !kept.has(path)) rmSync(path)
  }
}

/**
 * dist/cli.cjs, which loads what lies in dist/parts/: the program, and a file for each module that it imports lazily. As CommonJS, for
 * Node 20 starts its loader of ECMAScript modules in 4 ms; and each part whole, with what other parts hold too, for every further
 * file costs half a millisecond, and a call from one file into another goes through an accessor. A run loads few parts. But for what
 * nearly every run needs, parts share what is large.
 */
async function program() {
  // The oldest Node that has `node:` modules can say that it is too old.
  const start = await build({
    ...shared,
    target: 'node14.18',
    entryPoints: { cli: 'src/start.ts' },
    outdir: 'dist',
    outExtension,
    format: 'cjs',
  })
  chmodSync('dist/cli.cjs', 0o755)
  // For whoever calls the program by this name.
  writeFileSync('dist/cli.js', "#!/usr/bin/env node\nimport './cli.cjs'\n", { mode: 0o755 })
  const inputs = { ...start.metafile.inputs }
  // Who catches it asks for its class, and there must be one: the first part, which every run loads, gives it to the others.
  const once = `${root}src/model/error.ts`
  // What nearly every run needs is whole; the others share what is large, for the package has to be small.
  const first = `${root}src/cli.ts`
  const whole = [first, `${root}src/commands/run-check.ts`]
  const sharedPaths = sharedModules.map((path) => root + path)
  const parts = new Set([first, ...laterAlone.map((path) => root + path)])
  const nameOf = (path) => relative(`${root}src`, path).replace(/\.ts$/, '').replaceAll(/[\\/]/g, '-')
  const partOfLater = new Map(Object.entries(later).flatMap(([name, paths]) => paths.map((path) => [root + path, name])))
  for (const path of laterAlone) partOfLater.set(root + path, nameOf(root + path))
  const apart = (self) => ({
    name: 'parts',
    setup({ onResolve, onLoad, resolve }) {
      const isWhole = whole.includes(self)
      // Our own modules, and the packages that `later` names.
      onResolve(
        { filter: /^(?:\.\.?\/|@noble\/|get-east-asian-width$)/ },
        async ({ path, kind, importer, namespace, resolveDir, pluginData }) => {
          if (kind === 'entry-point' || pluginData === apart) return null
          if (namespace === 'later') return { path, external: true }
          const found = await resolve(path, { kind, importer, resolveDir, pluginData: apart })
          const isPart = kind === 'dynamic-import' || (sharedPaths.includes(found.path) && !isWhole)
          if (found.errors.length > 0 || found.path === self) return found
          if (found.path === once) return self === first ? found : { path: './cli.cjs', external: true }
          if (isWhole && partOfLater.has(found.path)) return { path: found.path, namespace: 'later' }
          if (!isPart || found.path.includes('/node_modules/')) return found
          parts.add(found.path)
          return { path: `./${nameOf(found.path)}.cjs`, external: true }
        },
      )
      // In the place of such a module, for each of its functions one that loads the part and calls it.
      onLoad({ filter: /^/, namespace: 'later' }, async ({ path }) => {
        const part = `./${partOfLater.get(path)}.cjs`
        const names = await functionsOf(path)
        const lines = names.map((name) => `export const ${name} = (...given) => require('${part}').${name}(...given)`)
        return { contents: lines.join('\n'), resolveDir: root }
      })
    },
  })
  const write = async (name, input, self) => {
    const part = `dist/parts/${name}.cjs`
    const { metafile } = await build({
      ...shared,
      ...input,
      outfile: part,
      format: 'cjs',
      // What is imported lazily is required when asked for.
      supported: { 'dynamic-import': false },
      plugins: [apart(self)],
      // What Node puts around a CommonJS file; src/host/parts.ts runs it.
      banner: { js: '(function (exports, require, module, __dirname) {' },
      footer: { js: '})' },
    })
    Object.assign(inputs, metafile.inputs)
    // One character beyond Latin-1, in a regular expression, and V8 holds the whole source in two octets each. esbuild escapes strings.
    const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
    writeFileSync(part, readFileSync(part, 'utf8').replaceAll(/[^ -~\s]|[\u0080-\uffff]/g, escaped))
  }
  // Iteration visits what is added on the way.
  for (const path of parts) await write(nameOf(path), { entryPoints: [path] }, path)
  for (const [name, paths] of Object.entries(later)) {
    const contents = paths.map((path) => `export * from './${path}'`).join('\n')
    await write(name, { stdin: { contents, resolveDir: root } }, name)
  }
  return inputs
}

/** The names under which a module exports functions. */
async function functionsOf(path) {
  const [{ text }] = (await build({ ...shared, entryPoints: [path], format: 'cjs', write: false })).outputFiles
  const module = { exports: {} }
  compileFunction(text, ['module', 'exports', 'require'])(module, module.exports, createRequire(import.meta.url))
  return Object.keys(module.exports).filter((name) => typeof module.exports[name] === 'function')
}

async function library() {
  const { metafile } = await build({
    ...shared,
    entryPoints: ['src/index.ts', 'src/node.ts'],
    outdir: 'dist',
    chunkNames: 'library/[name]-[hash]',
    format: 'esm',
    splitting: true,
    // Bundled CommonJS packages ask for Node's own modules by require.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  })
  return metafile.inputs
}
