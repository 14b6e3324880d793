import type { Host } from '../../host/host.ts'
import { folderOf, nameOf, namesIn, placeIn, realPlace, textAt } from './place.ts'

/** The release of an interpreter as the files around it tell it, the exactest first. `null`: none does. */
export function pythonVersionAt(host: Host, program: string, prefix: string): string | null {
  return (
    fromConfiguration(textAt(host, placeIn(host, prefix, 'pyvenv.cfg'))) ??
    fromConda(namesIn(host, placeIn(host, prefix, 'conda-meta'))) ??
    fromHeader(host, prefix) ??
    fromNames(host, program, prefix)
  )
}

/** `version = 3.11.2` of venv, `version_info = 3.11.2.final.0` of virtualenv and uv. */
function fromConfiguration(text: string | null): string | null {
  return /^\s*version(?:_info)?\s*=\s*(\d+\.\d+(?:\.\d+)?)/m.exec(text ?? '')?.[1] ?? null
}

function fromConda(names: readonly string[]): string | null {
  return names.map((name) => /^python-(\d+\.\d+\.\d+)-.*\.json$/.exec(name)?.[1]).find((v) => v !== undefined) ?? null
}

/** `#define PY_VERSION "3.11.7"` in include/python3.11/patchlevel.h; on Windows in include/patchlevel.h. */
function fromHeader(host: Host, prefix: string): string | null {
  const include = placeIn(host, prefix, 'include')
  // A folder with several Pythons (/usr) has several headers, and none is this one's for certain.
  const folders = namesIn(host, include).filter((name) => /^python\d/.test(name))
  if (folders.length > 1) return null
  const header = textAt(host, placeIn(host, include, ...folders.slice(0, 1), 'patchlevel.h'))
  return /^#define\s+PY_VERSION\s+"(\d+\.\d+(?:\.\d+)?)/m.exec(header ?? '')?.[1] ?? null
}

/** `python3.11`, `python311.dll`, `.../Versions/3.11`, `.../Python311`. */
function fromNames(host: Host, program: string, prefix: string): string | null {
  const real = realPlace(host, program)
  const plain = /^python(\d+\.\d+)/i.exec(nameOf(real))?.[1]
  if (plain !== undefined) return plain
  const library = namesIn(host, folderOf(real))
    .map((name) => /^python(\d)(\d+)\.dll$/i.exec(name))
    .find((m) => m !== null)
  if (library !== undefined) return `${library?.[1]}.${library?.[2]}`
  const folder = /^(?:python-?)?(\d+\.\d+(?:\.\d+)?)$/i.exec(nameOf(prefix))?.[1]
  if (folder !== undefined) return folder
  const short = /^python(\d)(\d+)(?:-32|-arm64)?$/i.exec(nameOf(prefix))
  return short === null ? null : `${short[1]}.${short[2]}`
}
