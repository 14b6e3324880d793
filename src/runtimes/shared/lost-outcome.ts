import type { Asking, Setting, WithoutEffect, WithoutEffectReason } from '../../model/machine.ts'
import { nixVariable } from './nix-store.ts'

/** Ways in which a setting that names certificates leads to none. */
const leadsNowhere: readonly WithoutEffectReason[] = ['no-such-file', 'no-certificate', 'wrong-kind', 'not-expanded']

/** libcurl with OpenSSL and with GnuTLS: a folder in the place of the bundle ends every request (observed with these). */
const stopAtFolder: readonly string[] = ['curl', 'git', 'php-curl']

/**
 * An asking with what the program does about its settings that lead nowhere. Observed on a loopback server with a file that is not there and
 * one without a certificate: curl 7.88.1, PHP 8.2.36 (both), LWP and cargo end every request; so does git 2.39.5 with GnuTLS where the file is
 * not there; Python 3.11, OpenSSL 3.0.19, Ruby 3.1, Perl and Go 1.19 ask the folder alone; Node 20.20.2 warns and goes on as ever.
 */
export const withOutcomes = (asking: Asking): Asking => ({
  ...asking,
  withoutEffect: asking.withoutEffect.map((one) => withOutcome(one, asking)),
})

function withOutcome(one: WithoutEffect, { installation, stores, why }: Asking): WithoutEffect {
  const { reason, setting, params } = one
  if (!leadsNowhere.includes(reason)) return one
  if (stores.some(({ store, ifUnreadable }) => store === params['path'] && ifUnreadable === 'fails'))
    return { ...one, outcome: 'stops' }
  if (!isOneOf(setting, why)) return one
  const isStopped = params['is'] === 'directory' && stopAtFolder.includes(installation.runtime)
  return { ...one, outcome: isStopped ? 'stops' : 'trusts-nothing' }
}

/** OpenSSL's two variables stand side by side: each takes the place of one half of what is built in, Nix' that of the file. */
const isOneOf = (setting: Setting, why: Setting): boolean =>
  (setting.name === why.name && setting.where === why.where) || (isHalf(setting) && isHalf(why))

const isHalf = ({ name }: Setting): boolean => name === 'SSL_CERT_FILE' || name === 'SSL_CERT_DIR' || name === nixVariable
