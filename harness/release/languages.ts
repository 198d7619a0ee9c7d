const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  python: ["python3"],
  c: ["build-essential"],
  java: ["default-jdk-headless"],
  go: ["golang-go"],
};

/** Debian packages that submissions need, by the language of their skeleton; TypeScript comes with the grader. */
export function debianPackages(language: string): readonly string[] {
  return PACKAGES[language] ?? [];
}
