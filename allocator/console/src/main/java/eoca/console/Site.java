package eoca.console;

import eoca.insight.page.Page;
import eoca.job.report.PageAssets;
import java.nio.file.Path;
import java.time.Clock;

/** What the console's addresses do. Every page is made on the server; scripts only add comfort. */
final class Site implements AutoCloseable {
  private static final String CSS =
      PageAssets.css() + "\n" + PageAssets.resource(Site.class, "console.css");
  private static final String SCRIPT = PageAssets.resource(Site.class, "console.js");
  private static final String REPORT_SCRIPT = PageAssets.resource(PageAssets.class, "report.js");

  private final LoadedRuns loaded;
  private final ProgressPages progress;
  private final RunPages pages;
  private final QuotaPages quotas;
  private final AskPages ask;
  private final PublishPages publish;

  Site(Path folder, int threads, Clock clock) {
    Runs runs = new Runs(folder);
    Cli cli = new Cli(folder);
    Jobs jobs = new Jobs(folder, threads, clock);
    this.loaded = new LoadedRuns(threads, LoadedRuns.Bounds.ofThisJvm());
    this.progress = new ProgressPages(runs, jobs, cli, clock);
    this.pages = new RunPages(runs, cli, progress);
    this.quotas = new QuotaPages(runs, loaded, jobs, cli);
    this.ask = new AskPages(runs, loaded, cli);
    this.publish = new PublishPages(runs, cli, clock);
  }

  /**
   * Answers a request that was let in.
   *
   * @param csrf the token that forms carry
   */
  Answer answer(Request request, String csrf) {
    return switch (request.path() + (request.post() ? " POST" : "")) {
      case "/" -> pages.home(request);
      case "/run" -> pages.run(request);
      case "/report" -> pages.report(request);
      case "/quotas" -> quotas.editor(request, csrf);
      case "/diff" -> ask.diff(request);
      case "/user" -> ask.user(request);
      case "/fund" -> ask.fund(request);
      case "/job" -> progress.job(request);
      case "/job.json" -> progress.jobJson(request);
      case "/progress" -> progress.progress(request);
      case "/progress.json" -> progress.progressJson(request);
      case "/running.json" -> progress.runningJson();
      case "/publish" -> publish.askToPublish(request, csrf);
      case "/rollback" -> publish.askToRollBack(request, csrf);
      case "/feasible POST" -> quotas.feasible(request);
      case "/whatif POST" -> quotas.whatIf(request, csrf);
      case "/sweep POST" -> quotas.sweep(request, csrf);
      case "/rerun POST" -> quotas.rerun(request, csrf);
      case "/publish POST" -> publish.publish(request, csrf);
      case "/rollback POST" -> publish.rollback(request);
      case "/assets/console.css" -> Answer.asset("text/css", CSS);
      case "/assets/console.js" -> Answer.asset("text/javascript", SCRIPT);
      case "/assets/page.js" -> Answer.asset("text/javascript", Page.script());
      case "/assets/report.js" -> Answer.asset("text/javascript", REPORT_SCRIPT);
      case "/assets/echarts.js" -> Answer.asset("text/javascript", PageAssets.charts());
      default -> throw new Refusal(404, "There is no such page.");
    };
  }

  /** Makes the first what-if as quick as later ones. */
  void rehearse() {
    loaded.rehearse();
  }

  /** Questions end soon, and no more are taken. */
  void stop() {
    loaded.stop();
  }

  @Override
  public void close() {
    loaded.close();
  }
}
