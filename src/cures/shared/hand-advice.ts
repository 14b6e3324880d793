import type { Advice } from '../../model/plan.ts'
import type { LinuxFamily } from '../../stores/shared/linux-family.ts'
import type { Need } from '../cure.ts'
import { anchorFileName } from './anchor-file.ts'

/**
 * Systems whose store is not changed here, with what their administrator does: NixOS builds its store from its configuration, and
 * would undo what is written; FreeBSD's certctl and OpenBSD's single file have not been tried.
 */
export function handAdvice(family: LinuxFamily, { add, drop }: Need): readonly Advice[] {
  const told = ways[family]
  if (told === undefined) return []
  return [
    ...add.map(
      (anchor): Advice => ({
        owner: 'user',
        what: told.add(`${anchorFileName(anchor)}.pem`, anchor.label),
        command: told.command,
      }),
    ),
    ...drop.map((anchor): Advice => ({ owner: 'user', what: told.drop(anchor.label), command: told.command })),
  ]
}

interface Way {
  readonly add: (file: string, label: string) => string
  readonly drop: (label: string) => string
  readonly command: string
}

const ways: Readonly<Partial<Record<LinuxFamily, Way>>> = {
  // nixos/modules/security/ca.nix: security.pki.certificateFiles, security.pki.caCertificateBlacklist.
  nixos: {
    add: (file, label) =>
      `NixOS makes its store of its configuration, so nothing is written here: put ${label} beside it as ${file} and name it in security.pki.certificateFiles`,
    drop: (label) => `NixOS makes its store of its configuration: name ${label} in security.pki.caCertificateBlacklist`,
    command: 'nixos-rebuild switch',
  },
  // usr.sbin/certctl/certctl.sh: TRUSTPATH, UNTRUSTPATH.
  freebsd: {
    add: (file, label) =>
      `certctl is not run here, for it was not tried: put ${label} as ${file} into /usr/local/etc/ssl/certs and let it look again`,
    drop: (label) =>
      `certctl is not run here, for it was not tried: put ${label} into /usr/local/etc/ssl/untrusted and let it look again`,
    command: 'certctl rehash',
  },
  openbsd: {
    add: (_, label) =>
      `OpenBSD's store is the file /etc/ssl/cert.pem, which the system's update replaces: ${label} is appended to it by hand, and again after each update`,
    drop: (label) =>
      `OpenBSD's store is the file /etc/ssl/cert.pem, which the system's update replaces: ${label} is cut out of it by hand`,
    command: '',
  },
}
