/** Made at build by build/made.ts. */
declare module 'virtual:pinyin' {
  /** The characters that may be read so, by syllable. */
  const table: Record<string, string>;
  export default table;
}
