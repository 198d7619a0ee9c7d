import type { Step } from "./gradebook.js";
import { invalid, readTable, requireSubmissions } from "./read-table.js";

/** `groups.csv`: submission, student; a row for each. Everybody gets their group's result under their own name; who is in no group keeps it. */
export async function groupsFrom(file: string): Promise<Step> {
  const rows = await readTable(file, ["submission", "student"]);
  const members = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const { line, submission, student } of rows) {
    if (student === "") throw invalid(file, `line ${line}: names no student`);
    if (seen.has(student)) throw invalid(file, `line ${line}: ${JSON.stringify(student)} is in two groups`);
    seen.add(student);
    members.set(submission, [...(members.get(submission) ?? []), student]);
  }
  return (entries, batches) => {
    requireSubmissions(file, members.keys(), entries, batches);
    // Who has also handed in alone would have two rows, and nobody knows which of them a gradebook takes.
    for (const { submission } of entries)
      if (seen.has(submission.name) && !members.has(submission.name))
        throw invalid(file, `${JSON.stringify(submission.name)} is in a group, and has handed in alone, too`);
    return entries.flatMap((entry) => {
      const { name } = entry.submission;
      return (members.get(name) ?? [name]).map((student) => ({
        ...entry,
        submission: { ...entry.submission, name: student },
        remarks: student === name ? entry.remarks : [...entry.remarks, `of group ${name}`],
      }));
    });
  };
}
