import type { Host } from '../../host/host.ts'
import type { AskedStore, Setting, WithoutEffect } from '../../model/machine.ts'
import { isOfNix, nixVariable } from './nix-store.ts'
import { kindAt } from './place.ts'
import { builtIn, variable } from './setting.ts'
import { followed, hasHashNames, withoutHashName } from './trust-variable.ts'

/** The bundle and the folder that a copy of OpenSSL was built to read; `X509_get_default_cert_file` and `_dir`. */
export interface OpensslPaths {
  readonly file: string
  readonly folder: string
  /** OpenSSL 3 also loads SSL_CERT_DIR as the place of a store, which a single file is (crypto/x509/by_store.c). */
  readonly takesFileAsFolder: boolean
}

/** What `SSL_CTX_set_default_verify_paths` leads to. */
export interface OpensslDefaults {
  readonly stores: readonly AskedStore[]
  readonly why: Setting
  readonly overrides: readonly Setting[]
  readonly withoutEffect: readonly WithoutEffect[]
}

/** Where this was seen. */
export const opensslSource =
  'observed: Python 3.8.18, 3.11.2 and 3.13.0 with OpenSSL 3.0.19 (SSL_CERT_FILE takes the place of the built-in bundle alone, SSL_CERT_DIR that of the ' +
  'folder alone, each even when it leads nowhere or is empty; in a folder only hash names count); openssl 3.0: crypto/x509/x509_def.c, by_file.c, by_dir.c'

/**
 * The stores that OpenSSL's defaults lead to, with the two variables that move them, and Nix' before them for a `program` of its store.
 * `paths` is `null` where what is built in is not known.
 */
export function opensslDefaults(host: Host, paths: OpensslPaths | null, program: string): OpensslDefaults {
  const bundle = bundleOf(host, paths, program)
  const folders = foldersOf(host, paths)
  const set = [...bundle.set, ...folders.set]
  const own = builtIn('the places that its OpenSSL was built with', paths === null ? '' : `${paths.file}, ${paths.folder}`)
  return {
    stores: [...bundle.stores, ...folders.stores],
    why: set[0] ?? own,
    overrides: set.length > 0 ? [...bundle.passed, own] : [],
    withoutEffect: [...bundle.withoutEffect, ...folders.withoutEffect],
  }
}

interface Part {
  readonly stores: readonly AskedStore[]
  readonly set: readonly Setting[]
  readonly withoutEffect: readonly WithoutEffect[]
}

const asked = (store: string): AskedStore => ({ store, ifUnreadable: 'goes-on' })

interface Bundle extends Part {
  /** Set, and behind the one that is asked. */
  readonly passed: readonly Setting[]
}

/** The first of the variables that is set decides, wherever it leads. */
function bundleOf(host: Host, paths: OpensslPaths | null, program: string): Bundle {
  const names = isOfNix(host, program) ? [nixVariable, 'SSL_CERT_FILE'] : ['SSL_CERT_FILE']
  const [name, ...later] = names.filter((each) => host.env[each] !== undefined)
  if (name === undefined) {
    const isThere = paths !== null && kindAt(host, paths.file) === 'file'
    return { stores: isThere ? [asked(paths.file)] : [], set: [], passed: [], withoutEffect: [] }
  }
  const value = host.env[name] ?? ''
  const setting = variable(name, value)
  const led = followed(host, setting, value, 'file')
  const passed = later.map((each) => variable(each, host.env[each] ?? ''))
  const beaten = passed.map((each): WithoutEffect => ({ setting: each, reason: 'beaten', params: { by: name } }))
  return {
    stores: 'lost' in led ? [] : [asked(led.path)],
    set: [setting],
    passed,
    withoutEffect: 'lost' in led ? [led.lost, ...beaten] : beaten,
  }
}

function foldersOf(host: Host, paths: OpensslPaths | null): Part {
  const value = host.env['SSL_CERT_DIR']
  if (value === undefined) {
    const isThere = paths !== null && kindAt(host, paths.folder) === 'directory' && hasHashNames(host, paths.folder)
    return { stores: isThere ? [asked(`openssl-dir:${paths.folder}`)] : [], set: [], withoutEffect: [] }
  }
  const setting = variable('SSL_CERT_DIR', value)
  if (paths?.takesFileAsFolder === true && kindAt(host, value) === 'file')
    return { stores: [asked(value)], set: [setting], withoutEffect: [] }
  const parts = value.split(host.platform === 'win32' ? ';' : ':').map((folder) => oneFolder(host, setting, folder))
  return { stores: parts.flatMap((p) => p.stores), set: [setting], withoutEffect: parts.flatMap((p) => p.withoutEffect) }
}

/** One folder of OpenSSL's list, with what lies in it to no avail. */
export function oneFolder(host: Host, setting: Setting, folder: string): Part {
  const led = followed(host, setting, folder, 'directory')
  if ('lost' in led) return { stores: [], set: [], withoutEffect: [led.lost] }
  const missed = withoutHashName(host, led.path)
  return {
    stores: hasHashNames(host, led.path) ? [asked(`openssl-dir:${led.path}`)] : [],
    set: [],
    withoutEffect:
      missed.length === 0
        ? []
        : [{ setting, reason: 'wrong-file-name', params: { path: led.path, files: missed.slice(0, 8).join(', ') } }],
  }
}
