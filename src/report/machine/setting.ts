import type { Setting } from '../../model/machine.ts'
import { code, dim, joined, type Span } from '../styled.ts'

/** `SSL_CERT_FILE=/etc/x.pem`, and where it stands. What is built in is said, not copied. */
export function settingSpans({ kind, name, value, where }: Setting): readonly Span[] {
  if (kind === 'built-in') return joined(name, value === '' ? '' : ` (${value})`)
  return joined(code(value === '' ? name : `${name}=${value}`), where === '' ? '' : dim(` in ${where}`))
}
