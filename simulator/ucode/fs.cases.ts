/**
 * Calls on the fs module `F` in an empty folder `d`, in the syntax that JavaScript and ucode share, one
 * after the other; each with the JSON of its value and of `F.error()` after it.
 */
const enoent = `"No such file or directory"`;

const fsCases: readonly (readonly [call: string, json: string, error: string])[] = [
  [`F.readfile(d + "/none")`, `null`, enoent],
  [`F.error()`, `null`, `null`],
  [`F.writefile(d + "/none/a", "x")`, `null`, enoent],
  [`F.mkdir(d + "/dir")`, `true`, `null`],
  [`F.mkdir(d + "/dir")`, `null`, `"File exists"`],
  [`F.writefile(d + "/dir", "x")`, `null`, `"Is a directory"`],
  [`F.readfile(d + "/dir")`, `null`, `"Is a directory"`],
  [`F.writefile(d + "/dir/f", "hello")`, `5`, `null`],
  [`F.writefile(d + "/dir/e", "")`, `0`, `null`],
  [`F.readfile(d + "/dir/f", 3)`, `"hel"`, `null`],
  [`F.lsdir(d + "/dir")`, `[ "e", "f" ]`, `null`],
  [`F.lsdir(d + "/dir/f")`, `null`, `"Not a directory"`],
  [`F.rename(d + "/dir/f", d + "/dir/e")`, `true`, `null`],
  [`F.rename(d + "/dir/f", d + "/dir/e")`, `null`, enoent],
  [`F.readfile(d + "/dir/e")`, `"hello"`, `null`],
  [`F.stat(d + "/dir/e").size`, `5`, `null`],
  [`F.stat(d + "/dir/e").type`, `"file"`, `null`],
  [`F.stat(d + "/dir").type`, `"directory"`, `null`],
  [`F.stat(d + "/none")`, `null`, enoent],
  [`F.access(d + "/dir/e", "r")`, `true`, `null`],
  [`F.access(d + "/none")`, `null`, enoent],
  [`F.unlink(d + "/dir")`, `null`, `"Is a directory"`],
  [`F.unlink(d + "/dir/e")`, `true`, `null`],
  [`F.unlink(d + "/dir/e")`, `null`, enoent],
  // A failed open is silent in the real module, too.
  [`F.open(d + "/none")`, `null`, `null`],
  [`F.open(d + "/none", "zz")`, `null`, `"Invalid argument"`],
  [`(h = F.open(d + "/lines", "w")) != null`, `true`, `null`],
  [`h.write("a\\nb\\nc")`, `5`, `null`],
  [`h.close()`, `true`, `null`],
  [`h.close()`, `null`, `"Bad file descriptor"`],
  [`(h = F.open(d + "/lines", "a")) != null`, `true`, `null`],
  [`h.write("d")`, `1`, `null`],
  [`h.read(5)`, `null`, `"Bad file descriptor"`],
  [`h.close()`, `true`, `null`],
  [`(h = F.open(d + "/lines")) != null`, `true`, `null`],
  [`h.read("line")`, `"a\\n"`, `null`],
  [`h.read(1)`, `"b"`, `null`],
  [`h.read("all")`, `"\\ncd"`, `null`],
  [`h.read(5)`, `""`, `null`],
  [`h.close()`, `true`, `null`],
  [`F.readfile(d + "/lines")`, `"a\\nb\\ncd"`, `null`],
];

export { fsCases };
