/** A distance in time for a reader: `45 s`, `12 min`, `3 h 30 min`, `23 days`, `6.9 years`. `apart`: seconds, of either sign. */
export function clockDistance(apart: number): string {
  const off = Math.abs(Math.round(apart))
  if (off < 120) return `${off} s`
  if (off < 3600) return `${Math.round(off / 60)} min`
  if (off < 2 * 86_400) {
    const minutes = Math.round(off / 60)
    return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
  }
  if (off < 2 * 365.25 * 86_400) return `${Math.round(off / 86_400)} days`
  return `${(off / (365.25 * 86_400)).toFixed(1)} years`
}
