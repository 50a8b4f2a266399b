// Where every test must run (LINJU_TESTS_MUST_RUN=1, as .ci/run sets it), a skipped one is a failure.
// Always ends with the counts in one line.
import type { FullResult, Reporter, Suite } from "@playwright/test/reporter";

export default class NoSkips implements Reporter {
  private suite: Suite | undefined;

  onBegin(_config: unknown, suite: Suite): void {
    this.suite = suite;
  }

  async onEnd(result: FullResult): Promise<{ status: FullResult["status"] }> {
    const tests = this.suite?.allTests() ?? [];
    const of = (outcome: string) => tests.filter((test) => test.outcome() === outcome);
    const skipped = of("skipped");
    console.log(`browser tests: ${of("expected").length} passed, ${of("unexpected").length} failed, ${skipped.length} skipped`);
    if (process.env["LINJU_TESTS_MUST_RUN"] === "1" && skipped.length > 0) {
      for (const test of skipped) console.log(`  must run: ${test.titlePath().filter(Boolean).join(" › ")}`);
      return { status: "failed" };
    }
    return { status: result.status };
  }

  printsToStdio(): boolean {
    return true;
  }
}
