/**
 * Line of CPython's Modules/_ssl.c at which a failed verification is raised, and the release that has it there: of builds that were run, and of
 * threads that name both.
 */
const observed: Readonly<Record<number, string>> = {
  727: '2.7',
  852: '3.6',
  992: '3.11',
  997: '3.10',
  1000: '3.12',
  1006: '3.11',
  1007: '3.10',
  1020: '3.13',
  1028: '3.13',
  1029: '3.13',
  1032: '3.13',
  1076: '3.7',
  1091: '3.7',
  1108: '3.8',
  1123: '3.9',
  1129: '3.9',
  1130: '3.14',
  1131: '3.8',
}

/** From knowledge alone. */
const uncertain: Readonly<Record<number, string>> = {
  590: '2.7',
  661: '2.7',
  726: '2.7',
  645: '3.5',
  720: '3.5',
  749: '3.5',
  777: '3.6',
  833: '3.6',
  1045: '3.7',
  1051: '3.7',
  1056: '3.7',
  1125: '3.8',
  1122: '3.9',
  1002: '3.12',
  1010: '3.12',
  1016: '3.13',
  1018: '3.13',
  1027: '3.13',
}

/** The release of CPython whose words these are, by the line that they name; `null`: no line, or one that is not known. */
export function pythonByLine(text: string): string | null {
  const line = /verify[ _]failed[^\n]{0,300}?\(_ssl\.c:(\d{1,5})\)/i.exec(text)?.[1]
  return line === undefined ? null : (observed[Number(line)] ?? uncertain[Number(line)] ?? null)
}
