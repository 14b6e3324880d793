/** In which language a collector can be had. */
export type CollectorLanguage = (typeof collectorLanguages)[number]
export const collectorLanguages = ['python', 'powershell', 'sh'] as const
