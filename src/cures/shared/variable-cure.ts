import type { Cure } from '../cure.ts'
import { bundleCure, type BundleSetting } from './bundle-cure.ts'
import { userVariable } from './user-variable.ts'

/** A variable that names a file of certificates. */
export function variableCure({
  name,
  ...setting
}: Omit<BundleSetting, 'set' | 'scope' | 'named'> & { readonly name: string }): Cure {
  const why =
    setting.effect === 'adds'
      ? `${name} adds the file to the list of programs that start after it.`
      : `${name} has programs that start after it verify with the file.`
  return bundleCure({
    ...setting,
    scope: 'user',
    named: (host) => host.env[name] ?? '',
    // A reader on Windows would have to make the file first; the switches to the system's store are for there.
    set: (host, path) => (host.platform === 'win32' ? null : userVariable(host, { name, value: path, isAppended: false, why })),
  })
}
