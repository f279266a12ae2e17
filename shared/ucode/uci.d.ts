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
    error(): string | null;
  }
  function cursor(configDirectory?: string, deltaDirectory?: string): Cursor | null;
  function error(): string | null;
}
