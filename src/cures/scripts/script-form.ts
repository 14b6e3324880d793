/** Forms in which a plan for another machine is written. */
export const scriptForms = ['sh', 'powershell', 'dockerfile', 'ansible'] as const

/** One of them. */
export type ScriptForm = (typeof scriptForms)[number]
