/** Machines whose cause is not what the product tells first, and why not. One that no longer applies fails. */
export const exceptions: Readonly<Record<string, string>> = {
  'clock-behind-the-leaf':
    'check tells what every client says, that the certificate is not valid yet; that the clock is to blame takes another clock, or doctor',
  'snap-has-its-own-home':
    'which lists the profile of the snap beside the ordinary one; that the Firefox which is started reads the first alone is not told',
  'wsl-beside-windows': 'the stores of Windows are read in its registry, which the Linux beside it does not have',
}
