/**
 * Scripts that `nft` carries out one after the other, each with what becomes of the table
 * `inet mini_mwan` and where it is wrong, as the real program has it.
 */
interface NftCase {
  script: string;
  /** Line of the script that is refused, or null when it is carried out. */
  refusedLine: number | null;
  /** Names of the table's chains afterwards, or null when there is no table. */
  chains: string[] | null;
}

const replacement = "add table inet mini_mwan\ndelete table inet mini_mwan\n";

const nftCases: readonly NftCase[] = [
  { script: "delete table inet mini_mwan\n", refusedLine: 1, chains: null },
  { script: replacement, refusedLine: null, chains: null },
  {
    script: `${replacement}table inet mini_mwan {\n\tchain a {\n\t\tmeta mark { 1, 2 } return\n\t}\n}\n`,
    refusedLine: null,
    chains: ["a"],
  },
  {
    script: `table inet mini_mwan {\n\tchain b {\n\t}\n}\n`,
    refusedLine: null,
    chains: ["a", "b"],
  },
  // All of it or nothing.
  {
    script: `${replacement}table inet mini_mwan {\n\tchain c {\n\t}\n}\ndelete table inet other\n`,
    refusedLine: 7,
    chains: ["a", "b"],
  },
  {
    script: `${replacement}table inet mini_mwan {\n\tchain d {\n\t}\n}\n`,
    refusedLine: null,
    chains: ["d"],
  },
  { script: `${replacement}table inet mini_mwan {\n\tchain e {\n`, refusedLine: 5, chains: ["d"] },
  { script: `${replacement}nonsense\n`, refusedLine: 3, chains: ["d"] },
  { script: "delete table inet mini_mwan\n", refusedLine: null, chains: null },
];

/** The chains in a listing of a table, or null when there was none. */
function chainsIn(listing: string | null): string[] | null {
  if (listing === null) return null;
  return [...listing.matchAll(/^\s*chain (\w+) \{/gm)].map(([, name]) => name as string);
}

/** The line that a complaint names, or null. */
function lineIn(complaint: string): number | null {
  const line = /^[^\s:]+:(\d+)[:-][^\n]*Error: /m.exec(complaint)?.[1];
  return line === undefined ? null : Number(line);
}

export { chainsIn, lineIn, nftCases };
