import type { Host } from '../../host/host.ts'
import type { Tool } from '../../model/plan.ts'
import { writePem } from '../../x509/pem.ts'
import { thumbprint } from '../../x509/thumbprint.ts'
import type { AnchorToChange } from '../cure.ts'

/** The file that a tool finds in its empty folder. */
const file = 'certificate.cer'

/**
 * certutil.exe of Windows with a certificate beside it as `certificate.cer`. PEM is read as DER is (certutil, "-addstore": InFile). Beside the
 * folder of Windows it has what libuv leaves no program without, TEMP and USERPROFILE among it (src/win/process.c, required_vars).
 */
export function certutil(host: Host, args: readonly string[], { der }: AnchorToChange): Tool {
  const windows = windowsFolder(host)
  return {
    argv: [`${windows}\\System32\\certutil.exe`, ...args],
    env: { SystemRoot: windows },
    files: args.includes(file) ? { [file]: writePem('CERTIFICATE', der) } : {},
  }
}

/** Only a folder on a drive: no program of a network share, nor of the current folder. */
function windowsFolder({ env }: Host): string {
  const root = env['SystemRoot'] ?? env['SYSTEMROOT'] ?? env['windir'] ?? ''
  return /^[A-Za-z]:\\[^"]*$/.test(root) ? root.replace(/\\+$/, '') : 'C:\\Windows'
}

/** The user's stores, or the machine's (certutil: `-user`, "Use the HKEY_CURRENT_USER keys or certificate store"). */
export type WindowsScope = 'CU' | 'LM'

/** Puts a certificate into a store of one scope. */
export const addToStore = (host: Host, scope: WindowsScope, store: string, anchor: AnchorToChange): Tool =>
  certutil(host, [...(scope === 'CU' ? ['-user'] : []), '-addstore', store, file], anchor)

/** Takes the one certificate of this thumbprint out of a store of one scope (certutil, "-delstore": CertId may be its SHA-1). */
export const deleteFromStore = (host: Host, scope: WindowsScope, store: string, anchor: AnchorToChange): Tool =>
  certutil(host, [...(scope === 'CU' ? ['-user'] : []), '-delstore', store, thumbprint(anchor.der)], anchor)

/** Builds a chain for a certificate, as any program does that verifies with CryptoAPI. */
export const verifyByWindows = (host: Host, anchor: AnchorToChange): Tool => certutil(host, ['-verify', file], anchor)
