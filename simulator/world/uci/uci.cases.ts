/** Configuration files and what libuci makes of them, in its own view of the sections. */

interface UciCase {
  name: string;
  text: string;
  /** Sections as ucode's `get_all` shows them, or null when libuci refuses the file. */
  sections: { [name: string]: object } | null;
}

const section = (name: string, type: string, index: number, options: object): object => ({
  ".anonymous": name.startsWith("cfg"),
  ".type": type,
  ".name": name,
  ".index": index,
  ...options,
});

const uciCases: readonly UciCase[] = [
  {
    name: "options, lists, comments and every way to quote",
    text: `# a comment
config global 'global'
	option enabled '1'
	option mode failover   # trailing
	option "check_interval"  "5"

config interface wan1
	option name 'wan'
	list ping_target '1.1.1.1'
	list ping_target "8.8.8.8"
	option single 'it'\\''s'
	option double "a \\"b\\" \\$x"
	option empty ''
	option lines 'a
b'
	option blank a\\ b
`,
    sections: {
      global: section("global", "global", 0, {
        enabled: "1",
        mode: "failover",
        check_interval: "5",
      }),
      wan1: section("wan1", "interface", 1, {
        name: "wan",
        ping_target: ["1.1.1.1", "8.8.8.8"],
        single: "it's",
        double: 'a "b" $x',
        lines: "a\nb",
        blank: "a b",
      }),
    },
  },
  {
    name: "anonymous sections get the names that libuci invents",
    text: "config interface\n\toption a 1\nconfig interface\n\toption a 1\nconfig interface 'x'\n",
    sections: {
      cfg016d96: section("cfg016d96", "interface", 0, { a: "1" }),
      cfg026d96: section("cfg026d96", "interface", 1, { a: "1" }),
      x: section("x", "interface", 2, {}),
    },
  },
  { name: "an empty file", text: "", sections: {} },
  {
    name: "of two options with a name the later one holds",
    text: "config global 'x'\n\toption a 1\n\toption a 2\n\tlist a 3\n",
    sections: { x: section("x", "global", 0, { a: ["2", "3"] }) },
  },
  {
    name: "an option replaces a list",
    text: "config global 'x'\n\tlist a 1\n\toption a 2\n",
    sections: { x: section("x", "global", 0, { a: "2" }) },
  },
  {
    name: "two sections with a name and a type are one",
    text: "config interface wan\n\toption name wan\nconfig interface wan\n\toption metric 5\n",
    sections: { wan: section("wan", "interface", 0, { name: "wan", metric: "5" }) },
  },
  {
    name: "statements on one line",
    text: "config global 'x'\n\toption a '1'; option b '2'\n",
    sections: { x: section("x", "global", 0, { a: "1", b: "2" }) },
  },
  {
    name: "lines that end as on Windows",
    text: "config interface wan\r\n\toption name 'wan'\r\n",
    sections: { wan: section("wan", "interface", 0, { name: "wan" }) },
  },
  {
    name: "words are not only ASCII",
    text: 'config interface wan\n\toption label "Größe"\n',
    sections: { wan: section("wan", "interface", 0, { label: "Größe" }) },
  },
  {
    name: "a quote that never ends",
    text: "config global 'g'\n\toption enabled '1\n",
    sections: null,
  },
  {
    name: "a file cut in the middle",
    text: "config global 'global'\n\toption enabled '1'\nconfig interface 'w",
    sections: null,
  },
  { name: "an option before any section", text: "option x 1\n", sections: null },
  { name: "an option without a name", text: "config global 'g'\n\toption\n", sections: null },
  { name: "a section without a type", text: "config\n", sections: null },
  { name: "an unknown command", text: "foo bar\n", sections: null },
  { name: "a section name with a blank", text: "config global 'glo bal'\n", sections: null },
  { name: "a section name with a dash", text: "config interface 'wan-x'\n", sections: null },
  {
    name: "an option name with a dash",
    text: "config global 'x'\n\toption a-b 1\n",
    sections: null,
  },
  { name: "too many words", text: "config global 'x'\n\toption a 1 2\n", sections: null },
  {
    name: "one name for sections of two types",
    text: "config interface 'wan'\n\toption name 'x'\n\nconfig rule 'wan'\n",
    sections: null,
  },
];

export { uciCases };
