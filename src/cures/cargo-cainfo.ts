import type { Host } from '../host/host.ts'
import { kindAt, placeIn } from '../runtimes/shared/place.ts'
import type { Need } from './cure.ts'
import { bundleCure, type BundleSetting, filesAlone } from './shared/bundle-cure.ts'
import { inUtf8, withLine } from './shared/edited-text.ts'
import { isOf } from './shared/served.ts'
import { settingFile } from './shared/setting-file.ts'

const common = {
  owner: 'user',
  tried: 'real-tool',
  reaches: isOf('cargo'),
  effect: 'replaces',
  notes: ['rustup, and the program git where Cargo fetches with it, ask their own lists.'],
} as const satisfies Partial<BundleSetting>

/** Cargo: `http.cainfo` in the user's own configuration (The Cargo Book, Configuration: http.cainfo, Hierarchical structure). */
export const cargoCainfo = bundleCure({
  ...common,
  id: 'cargo-cainfo',
  title: "Cargo's http.cainfo",
  scope: 'user',
  set: (host, path) => cainfo(host, host.env['CARGO_HOME'] || placeIn(host, host.home, '.cargo'), path),
})

/** The same for the project that one stands in, in its `.cargo`: it goes before the user's. The list lies beside it. */
export const cargoProjectCainfo = bundleCure({
  ...common,
  id: 'cargo-project-cainfo',
  title: "http.cainfo of the project's .cargo",
  scope: 'project',
  folder: (host, need) => ofProject(host, need),
  set: (host, path, need) => {
    const folder = ofProject(host, need)
    // A path that is not absolute starts where `.cargo` stands.
    return folder === null ? null : cainfo(host, folder, path.startsWith(folder) ? `.cargo${path.slice(folder.length)}` : path)
  },
})

const ofProject = (host: Host, { project }: Need): string | null =>
  project !== '' && kindAt(host, placeIn(host, project, 'Cargo.toml')) === 'file' ? placeIn(host, project, '.cargo') : null

/** Of both names the one without an ending is read (observed). A table that is not written as one is left alone. */
function cainfo(host: Host, folder: string, path: string) {
  const plain = placeIn(host, folder, 'config')
  const file = kindAt(host, plain) === 'file' ? plain : placeIn(host, folder, 'config.toml')
  const edit = (text: string): string | null =>
    /^\s*["']?http["']?\s*[.=]/m.test(text)
      ? null
      : withLine(text, inUtf8(`cainfo = ${JSON.stringify(path)}`), {
          isSame: (line) => /^["']?cainfo["']?\s*=/.test(line),
          isHeading: (line) => line.startsWith('['),
          isOwnHeading: (line) => /^\[\s*["']?http["']?\s*\]/.test(line),
          heading: '[http]',
        })
  return filesAlone(settingFile(host, file, edit, 'Cargo verifies with this file, and with the folder of hash names beside it.'))
}
