import type { FoundStore, Store } from './store.ts'
import { readWindowsStore } from './shared/windows-stores.ts'

const prefix = 'windows:'

const named: readonly FoundStore[] = [
  { name: 'windows:ROOT', title: 'what Windows programs see as trusted roots: every scope, less what is disallowed' },
  { name: 'windows:CA', title: 'what Windows programs see as intermediates: every scope, less what is disallowed' },
  { name: 'windows:CU/ROOT', title: "the user's own trusted roots" },
  { name: 'windows:LM/ROOT', title: "the machine's trusted roots" },
  { name: 'windows:LM/AuthRoot', title: "roots of Microsoft's programme that were fetched" },
  { name: 'windows:GP/ROOT', title: 'trusted roots by group policy' },
  { name: 'windows:ENT/ROOT', title: "trusted roots of the enterprise's directory" },
  { name: 'windows:CU/CA', title: "the user's own intermediates" },
  { name: 'windows:LM/CA', title: "the machine's intermediates" },
  { name: 'windows:GP/CA', title: 'intermediates by group policy' },
  { name: 'windows:ENT/CA', title: "intermediates of the enterprise's directory" },
  { name: 'windows:CU/Disallowed', title: 'certificates that the user distrusts' },
  { name: 'windows:LM/Disallowed', title: 'certificates that the machine distrusts' },
  { name: 'windows:GP/Disallowed', title: 'certificates distrusted by group policy' },
  { name: 'windows:CU/TrustedPeople', title: 'certificates of peers that the user trusts' },
  { name: 'windows:LM/TrustedPeople', title: 'certificates of peers that the machine trusts' },
]

/** Windows' system stores, through crypt32 or out of the registry: `windows:ROOT` and `windows:CA` as programs see them, `windows:LM/ROOT` of one scope. */
export const windowsSystem: Store = {
  id: prefix,
  title: 'a certificate store of Windows: windows:ROOT, windows:CA, windows:LM/ROOT',
  read: async (host, name) => {
    return host.platform === 'win32' ? readWindowsStore(host, name.slice(prefix.length)) : null
  },
  locate: (host) => (host.platform === 'win32' ? named : []),
}
