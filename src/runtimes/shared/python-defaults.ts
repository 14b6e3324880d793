import type { Host } from '../../host/host.ts'
import type { ClientId } from '../../model/client.ts'
import type { AskedStore } from '../../model/machine.ts'
import { type OpensslDefaults, opensslDefaults, type OpensslPaths, opensslSource } from './openssl-environment.ts'
import { placeIn } from './place.ts'
import type { PythonEnvironment } from './python-environments.ts'
import { askPython } from './python-probe.ts'
import { builtIn } from './setting.ts'

/** What `ssl.create_default_context()` of one interpreter loads. */
export interface PythonDefaults extends OpensslDefaults {
  /** Why what is built in is not known; empty: it is. */
  readonly unknown: string
  readonly source: string
}

const windowsStores: readonly AskedStore[] = ['windows:ROOT', 'windows:CA'].map((store) => ({ store, ifUnreadable: 'goes-on' }))

/**
 * SSLContext.load_default_certs (Lib/ssl.py): on Windows every certificate of the stores ROOT and CA that is good for servers, the
 * intermediates of CA as anchors too; then everywhere what OpenSSL's defaults lead to.
 */
export async function pythonDefaults(host: Host, { program, prefix, version, note }: PythonEnvironment): Promise<PythonDefaults> {
  const asked = await askPython(host, program, version)
  const byFiles = builtInByFiles(host, prefix, note)
  const paths: OpensslPaths | null =
    'answer' in asked
      ? {
          file: asked.answer.file,
          folder: asked.answer.folder,
          takesFileAsFolder: /^OpenSSL ([3-9]|\d\d)/.test(asked.answer.openssl),
        }
      : byFiles
  const unknown = paths === null && 'unknown' in asked ? `which places its OpenSSL was built to read: ${asked.unknown}` : ''
  const openssl = opensslDefaults(host, paths, program)
  if (host.platform !== 'win32') return { ...openssl, unknown, source: opensslSource }
  return {
    ...openssl,
    stores: [...windowsStores, ...openssl.stores],
    why: builtIn('ssl.create_default_context loads the Windows stores ROOT and CA', 'windows:ROOT, windows:CA'),
    overrides: [],
    unknown,
    source: `python/cpython: Lib/ssl.py at 3.11 and 3.13, load_default_certs; ${opensslSource}`,
  }
}

/** Builds whose places are known without asking them. */
function builtInByFiles(host: Host, prefix: string, note: string): OpensslPaths | null {
  const at = (folder: string): OpensslPaths => ({
    file: placeIn(host, folder, 'cert.pem'),
    folder: placeIn(host, folder, 'certs'),
    takesFileAsFolder: false,
  })
  if (host.platform === 'win32')
    return at(placeIn(host, host.env['CommonProgramFiles'] ?? 'C:\\Program Files\\Common Files', 'SSL'))
  if (note === 'python.org') return at(`${prefix}/etc/openssl`)
  return note.startsWith('conda') ? at(`${prefix}/ssl`) : null
}

/**
 * The client that answers for a release; `null`: none does before 3.6, but for 2.7. `openssl`: its library as it names it, empty where
 * that is not known: up to 3.10 releases were built with later ones too, and speak its words.
 */
export function pythonClient(version: string | null, openssl: () => string): ClientId | null {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version ?? '') ?? []
  const release = `${major}.${minor}`
  const isOld = release === '2.7' || release === '3.6'
  if (!isOld && (major !== '3' || Number(minor) < 7)) return null
  if (!isOld && Number(minor) > 10) return `python-${release}`
  const library = openssl()
  if (/^OpenSSL [3-9]/.test(library)) return `python-${release}-openssl3`
  return isOld && library.startsWith('OpenSSL 1.1') ? `python-${release}-openssl1` : `python-${release}`
}
