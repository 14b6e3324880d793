/** A file as text. Vite takes it by `?raw`, esbuild by the attribute `type: 'text'`: an import needs both. */
declare module '*?raw' {
  const text: string
  export default text
}
