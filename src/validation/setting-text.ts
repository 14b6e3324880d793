import type { Setting } from '../model/machine.ts'

/** A setting with its value and its place: `insecure (/home/u/.curlrc:1)`, `GIT_SSL_NO_VERIFY=1`. */
export const settingText = ({ name, value, where }: Setting): string =>
  `${name}${value === '' ? '' : `=${value}`}${where === '' ? '' : ` (${where})`}`
