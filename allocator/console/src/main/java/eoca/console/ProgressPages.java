package eoca.console;

import eoca.inputs.error.EocaException;
import eoca.job.model.Json;
import eoca.job.model.RunResult;
import eoca.job.report.Numbers;
import eoca.job.store.RunFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far runs are, whoever makes them: from the log that a run keeps in its staging folder. */
final class ProgressPages {
  private static final List<String> PHASES =
      List.of("check", "feasibility", "solve", "certify", "write", "verify", "report");

  private final Runs runs;
  private final Jobs jobs;
  private final Cli cli;
  private final Clock clock;

  ProgressPages(Runs runs, Jobs jobs, Cli cli, Clock clock) {
    this.runs = runs;
    this.jobs = jobs;
    this.cli = cli;
    this.clock = clock;
  }

  /** Runs on their way, and re-runs of this console that failed. */
  List<RunningView> running() {
    List<RunningView> views = new ArrayList<>();
    for (Runs.Running run : runs.running()) {
      views.add(onItsWay(run, run.name(), "/progress?run=" + run.name()));
    }
    return views;
  }

  Answer runningJson() {
    List<RunningView> views = running();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("html", Html.of("running", Map.of("view", views)));
    tree.put("any", !views.isEmpty());
    tree.put("stamp", runs.stamp());
    return Answer.json(Json.line(tree));
  }

  /** A run by its name, on its way or ended. */
  Answer progress(Request request) {
    RunningView view = view(request.field("run"));
    String command =
        cli.line("runs", view.name().substring(0, view.name().indexOf('/')), "--failed");
    return page(view, view.name(), command);
  }

  Answer progressJson(Request request) {
    return json(view(request.field("run")));
  }

  /** A re-run of this console. */
  Answer job(Request request) {
    Jobs.Job job = job(request.field("n"));
    return page(view(job), "Re-run " + job.number(), Cli.shown(job.words()));
  }

  Answer jobJson(Request request) {
    return json(view(job(request.field("n"))));
  }

  private static Answer page(RunningView view, String title, String command) {
    Frame frame = Frame.of(title, "", command);
    return Answer.html(200, Html.of("progress", Map.of("frame", frame, "view", view)));
  }

  private static Answer json(RunningView view) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("html", Html.of("phases", Map.of("view", view)));
    tree.put("said", view.said());
    tree.put("ended", view.poll().isEmpty());
    return Answer.json(Json.line(tree));
  }

  private Jobs.Job job(String number) {
    return jobs.all().stream()
        .filter(job -> Integer.toString(job.number()).equals(number))
        .findFirst()
        .orElseThrow(() -> new Refusal(404, "There is no such re-run."));
  }

  private RunningView view(Jobs.Job job) {
    String href = "/job?n=" + job.number();
    String title = "Re-run " + job.number();
    if (job.ended()) {
      return job.run() == null
          ? ended(title, href, List.of(), "It failed.", job.problem(), job.hint(), "", "")
          : completed(job.run(), href, runs.find(job.run()), job.parent());
    }
    for (Runs.Running run : runs.running(job.campaign())) {
      if (run.alive()) {
        return onItsWay(run, title, "/job.json?n=" + job.number());
      }
    }
    Runs.Running begun = new Runs.Running(job.campaign(), "", true, job.since(), null, List.of());
    return onItsWay(begun, title, "/job.json?n=" + job.number());
  }

  private RunningView view(String name) {
    Path completed = runs.place(name, false);
    if (completed != null) {
      return completed(name, "/progress?run=" + name, RunFolder.open(completed), "");
    }
    Path failed = runs.place(name, true);
    if (failed != null) {
      return failed(name, RunFolder.open(failed));
    }
    return runs.running().stream()
        .filter(run -> run.name().equals(name))
        .findFirst()
        .map(run -> onItsWay(run, name, "/progress.json?run=" + name))
        .orElseThrow(() -> new Refusal(404, "There is no such run."));
  }

  private RunningView completed(String name, String href, RunFolder folder, String parent) {
    RunResult result = folder.result();
    String said =
        "Completed in "
            + Numbers.seconds(result.wallSeconds())
            + ": "
            + result.outcome().json()
            + ", objective "
            + Numbers.money(result.objective())
            + ".";
    return ended(name, href, phases(result), said, "", "", name, parent);
  }

  private RunningView failed(String name, RunFolder folder) {
    RunResult result;
    try {
      result = folder.result();
    } catch (EocaException e) {
      return ended(name, "", List.of(), "It failed.", e.getMessage(), e.hint(), "", "");
    }
    String problem = result.error() == null ? "" : result.error().message();
    String hint = result.error() == null ? "" : result.error().hint();
    return ended(name, "", phases(result), "It failed.", problem, hint, "", "");
  }

  private static List<RunningView.Phase> phases(RunResult result) {
    return result.phases().stream()
        .map(p -> new RunningView.Phase(p.name(), "done", Numbers.seconds(p.wallSeconds())))
        .toList();
  }

  private static RunningView ended(
      String name,
      String href,
      List<RunningView.Phase> phases,
      String said,
      String problem,
      String hint,
      String made,
      String parent) {
    int count = phases.size();
    return new RunningView(
        name, href, "", said, count, Math.max(1, count), phases, problem, hint, made, parent);
  }

  private RunningView onItsWay(Runs.Running run, String name, String address) {
    List<RunningView.Phase> phases = new ArrayList<>();
    List<String> left = new ArrayList<>(PHASES);
    for (Runs.Phase phase : run.phases()) {
      left.remove(phase.name());
      phases.add(new RunningView.Phase(phase.name(), "done", Numbers.seconds(phase.seconds())));
    }
    int done = phases.size();
    String now = left.isEmpty() ? "moving into place" : left.get(0);
    Instant begun = run.lastEvent() == null ? run.since() : run.lastEvent();
    for (String phase : left) {
      boolean current = phase.equals(now) && run.alive();
      phases.add(
          new RunningView.Phase(phase, current ? "now" : "next", current ? since(begun) : ""));
    }
    String said =
        run.alive()
            ? now + " is going on, " + done + " of " + phases.size() + " phases are done."
            : "It was killed; the next run removes what it left.";
    String page = address.replace(".json", "");
    String poll = run.alive() ? address.replace("/progress?", "/progress.json?") : "";
    return new RunningView(
        name, page, poll, said, done, Math.max(1, phases.size()), phases, "", "", "", "");
  }

  private String since(Instant begun) {
    if (begun == null) {
      return "";
    }
    double seconds = Duration.between(begun, clock.instant()).toMillis() / 1e3;
    return "for " + Math.max(0, Math.round(seconds)) + " s";
  }
}
