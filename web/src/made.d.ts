/** Made at build by build/made.ts. */
declare module 'virtual:pinyin' {
  /** The characters that may be read so, by syllable. */
  const table: Record<string, string>;
  export default table;
}

declare module 'virtual:hant' {
  const made: {
    /** zh.json in traditional characters. */
    texts: Record<string, unknown>;
    /** Dictionaries of OpenCC, one step after the other, with what the server's words need. */
    steps: string[][];
  };
  export default made;
}

interface Chapter {
  name: string;
  title: string;
  /** Made of our own Markdown at build. */
  html: string;
}

declare module 'virtual:guide' {
  const chapters: Chapter[];
  export default chapters;
}

declare module 'virtual:guide-hant' {
  const chapters: Chapter[];
  export default chapters;
}

declare module 'virtual:version' {
  const version: string;
  export default version;
}

declare module 'opencc-js/dict/*' {
  /** `from to|from to`. */
  const dict: string;
  export default dict;
}
