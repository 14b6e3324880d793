import { describe, expect, it } from 'vitest'
import { agreement, amongChains } from '../../src/messages/agreement.ts'
import type { Observation } from '../../src/model/evidence.ts'

const heard = (verdict: Observation['verdict'], says = ''): Observation => ({
  program: 'x',
  version: '1',
  verdict,
  says,
  why: '',
})
const rejects = (says: string) => ({ kind: 'rejected', says }) as const

describe('what a real client said beside what was predicted', () => {
  it('the verdicts contradict each other', () => {
    expect(agreement({ kind: 'accepted' }, heard('rejected', 'certificate has expired'))).toBe('verdict')
    expect(agreement(rejects('certificate has expired'), heard('accepted'))).toBe('verdict')
    expect(agreement({ kind: 'hangs' }, heard('accepted'))).toBe('verdict')
  })

  it('one of the two is missing', () => {
    expect(agreement({ kind: 'undetermined' }, heard('accepted'))).toBe('open')
    expect(agreement(rejects('x'), heard('none'))).toBe('open')
  })

  it('turned away by the server after the chain was accepted: nothing is known', () => {
    const alert = 'error:0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required'
    expect(agreement({ kind: 'accepted' }, heard('rejected', alert))).toBe('open')
    expect(agreement(rejects(alert), heard('rejected', alert))).toBe('same')
  })

  it.each([
    ['a line of the C source', 'certificate has expired (_ssl.c:1006)', 'certificate has expired (_ssl.c:992)'],
    [
      'advice',
      'curl: (60) SSL certificate problem: certificate has expired',
      'curl: (60) SSL certificate problem: certificate has expired\nMore details here: https://curl.se/docs/sslcerts.html',
    ],
    [
      'a port and a file',
      "fatal: unable to access 'https://localhost/': server certificate verification failed. CAfile:  CRLfile: none",
      "fatal: unable to access 'https://localhost:42213/': server certificate verification failed. CAfile: /x/ca.pem CRLfile: none",
    ],
    [
      'the thread and the source of OpenSSL',
      'error:0A000087:SSL routines:tls_process_server_certificate:cert length mismatch',
      '804C2C99E07F0000:error:0A000087:SSL routines:tls_process_server_certificate:cert length mismatch:../ssl/statem/statem_clnt.c:1815:',
    ],
    [
      'whether Node read or wrote',
      'Error: write EPROTO error:0A000087:SSL routines:tls_process_server_certificate:cert length mismatch (EPROTO)',
      'Error: 804C2C99E07F0000:error:0A000087:SSL routines:tls_process_server_certificate:cert length mismatch:../deps/openssl/openssl/ssl/statem/statem_clnt.c:1815: (ERR_SSL_CERT_LENGTH_MISMATCH)',
    ],
    [
      'further lines of Wget',
      "ERROR: The certificate of ‘localhost’ is not trusted.\nERROR: The certificate of ‘localhost’ doesn't have a known issuer.",
      "ERROR: The certificate of ‘localhost’ is not trusted.\nERROR: The certificate of ‘localhost’ doesn't have a known issuer.\nERROR: The certificate of ‘localhost’ has expired.\nThe certificate has expired",
    ],
    [
      'the sentence above the code, where Firefox gives the code alone',
      'Peer’s Certificate issuer is not recognized.\nError code: SEC_ERROR_UNKNOWN_ISSUER',
      'Error code: SEC_ERROR_UNKNOWN_ISSUER',
    ],
  ])('the same but for %s', (_, predicted, said) => {
    expect(agreement(rejects(predicted), heard('rejected', said))).toBe('same')
  })

  it.each([
    ['certificate has expired', 'certificate is not yet valid'],
    ['error:0A000086:SSL routines::certificate verify failed', 'error:0A000087:SSL routines::cert length mismatch'],
    ['unable to get issuer certificate', 'unable to get issuer certificates'],
    ['verify error:num=20:x\nVerify return code: 20 (x)', 'verify error:num=20:x\nVerify return code: 0 (ok)'],
    ['', 'certificate has expired'],
    ['Invalid.\nError code: SEC_ERROR_UNKNOWN_ISSUER', 'Error code: SEC_ERROR_EXPIRED_CERTIFICATE'],
    ['Invalid.\nError code: SEC_ERROR_UNKNOWN_ISSUER', 'UNKNOWN_ISSUER'],
  ])('other words: %j and %j', (predicted, said) => {
    expect(agreement(rejects(predicted), heard('rejected', said))).toBe('words')
  })

  it('of several chains the one that fits is the one that was seen', () => {
    expect(amongChains('verdict', ['same', 'verdict'])).toBe('open')
    expect(amongChains('same', ['same', 'verdict'])).toBe('same')
    expect(amongChains('verdict', ['verdict', 'words'])).toBe('verdict')
  })
})
