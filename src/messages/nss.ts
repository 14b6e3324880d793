import { type FailureCode, failureCodes } from '../model/failure.ts'
import type { MessageTable, Template } from '../model/message.ts'
import { sameFor } from './wrap.ts'
import { type NssError, nssErrors, nssIssuerExpired, nssReusedSerial } from './nss-errors.ts'

/** tstclnt: `tstclnt: authentication of server cert failed: SEC_ERROR_UNKNOWN_ISSUER: Peer's Certificate issuer is not recognized.` (cmd/tstclnt/tstclnt.c). */
export function tstclntTexts(): MessageTable {
  const generic = 'tstclnt: authentication of server cert failed'
  return {
    'handshake-failed': generic,
    ...table(({ symbol, sentence }) => `tstclnt: authentication of server cert failed: ${symbol}: ${sentence}`),
  }
}

/** vfychain: the whole log of a verification (cmd/lib/secutil.c, SECU_displayVerifyLog). */
export function vfychainTexts(): MessageTable {
  return {
    'handshake-failed': 'Chain is bad!',
    ...sameFor('Chain is bad!\nPROBLEM WITH THE CERT CHAIN:\n{nssLog}', codes),
  }
}

/** One line of such a log: what tells the cause where a whole log cannot be matched. */
export function vfychainLineTexts(): MessageTable {
  return { 'handshake-failed': 'Chain is bad!', ...table(({ number, sentence }) => `ERROR ${number}: ${sentence}`) }
}

const codes: readonly FailureCode[] = failureCodes.filter((code) => nssErrors[code] !== undefined)

const dates: readonly FailureCode[] = ['expired', 'not-yet-valid']

/** NSS has one error for the dates of a target and one for those of an issuer, and one for a serial number that is not unique; which it is stands in the slot `detail`. */
function table(word: (error: NssError) => Template): MessageTable {
  const out: Partial<Record<FailureCode, Template>> = {}
  for (const code of codes) {
    const error = nssErrors[code]
    if (error === undefined) continue
    const other = dates.includes(code) ? nssIssuerExpired : code === 'certificate-malformed' ? nssReusedSerial : null
    out[code] = other === null ? word(error) : `{?detail}${word(other)}{/detail}{!detail}${word(error)}{/detail}`
  }
  return out
}
