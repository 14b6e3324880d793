/** Where a profile knowingly does not give what was recorded, by `profile case`, with the reason. One that stops applying fails. */
export const recordedExceptions: Readonly<Record<string, string>> = {
  'nss-vfychain-3.87-libpkix nc-root-violation': 'as below: the nickname',
  'nss-vfychain-3.87 le-b-oldonly':
    'vfychain calls a certificate of its database by the nickname that it was stored under, which no certificate holds',
}
