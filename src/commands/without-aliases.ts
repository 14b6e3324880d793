import type { CommandContext, RouteMap } from '@stricli/core'

/**
 * Commands whose help has no section of aliases: there are none, and the parser would list the default command's name that is nothing, as an
 * empty line.
 */
export const withoutAliases = <C extends CommandContext>(map: RouteMap<C>): RouteMap<C> => ({
  ...map,
  getOtherAliasesForInput: () => ({ original: [], 'convert-camel-to-kebab': [] }),
})
