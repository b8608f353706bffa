/** What searching needs to know of a library. The catalogue keeps more. */
export interface SearchableLibrary {
  /** `npm:zod` */
  readonly id: string;
  readonly ecosystem: string;
  /** As the registry spells it. */
  readonly name: string;
  /** Other names it goes by: display name, abbreviation, former name. */
  readonly aliases: readonly string[];
  /** Names by which code imports it, where they differ from the name of the package. */
  readonly importNames: readonly string[];
  readonly keywords: readonly string[];
  readonly description: string;
  /** More text: the beginning of a README. May be empty. */
  readonly text: string;
  /** 0 … 1, of downloads on a logarithmic scale; null = unknown. */
  readonly popularity: number | null;
}
