import { optionalSwitch } from './flag-kinds.ts'
import { oneOf } from './one-of.ts'

/** How a command writes that has no other forms than text and JSON. */
export interface JsonFlags {
  readonly format?: 'text' | 'json'
  /** As `--format json`: taken, and told by no help. */
  readonly json?: boolean
}

/** The flags of `JsonFlags`, as the command line takes them. */
export const jsonFlags = () =>
  ({
    format: {
      kind: 'parsed',
      parse: oneOf(['text', 'json']),
      optional: true,
      placeholder: 'form',
      brief: 'How to write it: text, json; default text',
    },
    json: { ...optionalSwitch('As --format json'), hidden: true },
  }) as const

/** Whether JSON is asked for. */
export const isJson = ({ format, json }: JsonFlags): boolean => format === 'json' || json === true
