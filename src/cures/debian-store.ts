import type { Host } from '../host/host.ts'
import type { Tool } from '../model/plan.ts'
import { linuxStoreCure } from './shared/linux-store-cure.ts'
import { textAt } from './shared/listed-inputs.ts'
import { keystore, listedStore } from './shared/listed-store.ts'

/**
 * Debian's and Ubuntu's store, made by update-ca-certificates(8). `--fresh`, for without it the links of a file that is gone stay behind
 * (observed: 20230311), so that undoing would leave something. Only `*.crt` is taken up, PEM, one certificate a file.
 */
export const debianStore = linuxStoreCure(
  listedStore({
    id: 'debian-store',
    title: "Debian's system store",
    family: 'debian',
    tried: 'real-tool',
    install: 'apt-get install ca-certificates',
    args: ['--fresh'],
    isDeep: true,
    suffix: '.crt',
    java: javaSteps,
  }),
)

const hook = '/etc/ca-certificates/update.d/jks-keystore'
const trigger = 'update-ca-certificates-java-fresh'

/**
 * ca-certificates-java's key store. Its hook hears of what is new and never of what is gone from /usr/local/share/ca-certificates
 * (observed: 20230710); the trigger of this name compares the two. Releases before it do not have it: their key store keeps what it was
 * given, so that it is not counted on.
 */
function javaSteps(host: Host): readonly Tool[] | null {
  const programs = ['/usr/bin/dpkg-trigger', '/usr/bin/dpkg']
  if (!textAt(host, hook).includes(trigger) || host.stat(keystore) !== 'file') return null
  if (programs.some((path) => host.stat(path) === null)) return null
  const run = (...argv: Tool['argv']): Tool => ({ argv, env: {}, files: {} })
  return [
    run('/usr/bin/dpkg-trigger', '--by-package=ca-certificates', '--no-await', trigger),
    run('/usr/bin/dpkg', '--triggers-only', 'ca-certificates-java'),
  ]
}
