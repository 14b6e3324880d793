import type { Host } from '../../host/host.ts'
import type { Setting } from '../../model/machine.ts'
import { withoutPasswords } from './setting.ts'
import { followed, type Led, type ReadForms } from './trust-variable.ts'

/** What a setting leads to, as `followed` has it; what is told of one that leads nowhere is without passwords, should an address stand there. */
export function ledTo(host: Host, setting: Setting, value: string, wanted: 'file' | 'directory', forms?: ReadForms): Led {
  const led = followed(host, setting, value, wanted, forms)
  if (!('lost' in led)) return led
  const params = Object.fromEntries(Object.entries(led.lost.params).map(([key, text]) => [key, withoutPasswords(text)]))
  return { lost: { ...led.lost, params } }
}
