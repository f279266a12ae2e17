declare module "ucode:uci" {
  /** A section as `get_all` gives it; options are texts or, for `list`, arrays of texts. */
  interface UciSection {
    ".name": string;
    ".type": string;
    ".index": number;
    ".anonymous": boolean;
    [option: string]: string | string[] | number | boolean;
  }
  interface Cursor {
    /** True, or null when the file is missing or cannot be parsed, see `error`. */
    load(config: string): boolean | null;
    unload(config?: string): boolean | null;
    get_all(config: string): { [section: string]: UciSection } | null;
    get_all(config: string, section: string): UciSection | null;
    get(config: string, section: string, option?: string): string | string[] | null;
    /** Adds a section of the type, or gives one that is there another; in memory until `commit`. */
    set(config: string, section: string, type: string): boolean | null;
    /** A list must not be empty; an empty text takes the option away. */
    set(config: string, section: string, option: string, value: string | string[]): boolean | null;
    delete(config: string, section: string, option?: string): boolean | null;
    /** Writes what was changed in memory, and what was staged, into the file. */
    commit(config: string): boolean | null;
    error(): string | null;
  }
  function cursor(configDirectory?: string, deltaDirectory?: string): Cursor | null;
  function error(): string | null;
}
