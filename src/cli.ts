import { main } from './commands/main.ts'

// For the other parts of the built program, which are to throw what this one catches (tools/build.mjs).
export { RootcauseError } from './commands/main.ts'

void main(process.argv.slice(2))
