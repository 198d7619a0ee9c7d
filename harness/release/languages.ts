/** Debian packages for the languages of skeletons: what submissions need, and what an editor debugs them with. */
const PACKAGES: Readonly<Record<string, { needs: readonly string[]; debuggers: readonly string[] }>> = {
  python: { needs: ["python3"], debuggers: [] },
  c: { needs: ["build-essential"], debuggers: ["gdb"] },
  java: { needs: ["default-jdk-headless"], debuggers: [] },
  go: { needs: ["golang-go"], debuggers: ["delve"] },
};

/** Packages that an editor debugs with. */
export function debuggers(language: string): readonly string[] {
  return PACKAGES[language]?.debuggers ?? [];
}

/** Packages that submissions need; TypeScript comes with the grader. */
export function debianPackages(language: string): readonly string[] {
  return PACKAGES[language]?.needs ?? [];
}
