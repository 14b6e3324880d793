import type { Certificate } from '../../model/certificate.ts'

/** Whether nothing in a certificate can be relied on: its names are empty because they could not be read. */
export const isUnreadable = ({ anomalies }: Certificate): boolean => anomalies.some((a) => a.code === 'unreadable')
