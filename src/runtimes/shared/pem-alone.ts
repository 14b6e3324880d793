import type { Asking } from '../../model/machine.ts'

/** An asking whose stores are read as its program reads them: of a file that holds certificates in another form it takes none (`pem:`). */
export function withPemAlone(asking: Asking): Asking {
  const others = asking.withoutEffect.flatMap(({ setting, params: { form, path } }) =>
    form === undefined || path === undefined ? [] : [path, setting.value],
  )
  if (others.length === 0) return asking
  const stores = asking.stores.map((one) => (others.includes(one.store) ? { ...one, store: `pem:${one.store}` } : one))
  return { ...asking, stores }
}
