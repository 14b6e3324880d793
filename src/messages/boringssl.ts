import { failureCodes } from '../model/failure.ts'
import type { MessageTable, Template } from '../model/message.ts'
import { sameFor } from './wrap.ts'

const entry = (code: string, library: string, reason: string, where: string): Template =>
  `error:${code}:${library} routines:OPENSSL_internal:${reason}:src/${where}:`

const failed = entry('1000007d', 'SSL', 'CERTIFICATE_VERIFY_FAILED', 'ssl/handshake.cc:393')
const computed = entry('0b000006', 'X.509 certificate', 'public key routines', 'crypto/x509/a_verify.c:108')
const padding = entry('0400006b', 'RSA', 'BLOCK_TYPE_IS_NOT_01', 'crypto/fipsmodule/rsa/padding.c:109')
const checked = entry('04000088', 'RSA', 'PADDING_CHECK_FAILED', 'crypto/fipsmodule/rsa/rsa_impl.c:682')
const curve = entry('1a000064', 'ECDSA', 'BAD_SIGNATURE', 'crypto/fipsmodule/ecdsa/ecdsa.c:191')

/**
 * `bssl client` (tool/client.cc): the reason that its queue holds first and the queue, which but for a wrong signature names no
 * cause. The number of the thread before each entry is left out.
 */
export function boringsslToolTexts(): MessageTable {
  const rsa = `BLOCK_TYPE_IS_NOT_01\n${padding}\n${checked}\n`
  return {
    ...sameFor(
      `Error while connecting: CERTIFICATE_VERIFY_FAILED\n${failed}`,
      failureCodes.filter((code) => !/^(?:handshake-(?!failed)|chain-|certificate-)/.test(code)),
    ),
    'signature-invalid': `Error while connecting: {?rsaSignature}${rsa}{/rsaSignature}{!rsaSignature}BAD_SIGNATURE\n${curve}\n{/rsaSignature}${computed}\n${failed}`,
  }
}
