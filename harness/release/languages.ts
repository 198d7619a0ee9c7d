const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  python: ["python3"],
  c: ["build-essential"],
  java: ["default-jdk-headless"],
  go: ["golang-go"],
};

const DEBUGGERS: Readonly<Record<string, readonly string[]>> = { c: ["gdb"], go: ["delve"] };

/** Debian packages that an editor debugs with, by the language. */
export function debuggers(language: string): readonly string[] {
  return DEBUGGERS[language] ?? [];
}

/** Debian packages that submissions need, by the language of their skeleton; TypeScript comes with the grader. */
export function debianPackages(language: string): readonly string[] {
  return PACKAGES[language] ?? [];
}
