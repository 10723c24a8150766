package eoca.console;

import eoca.job.pipeline.Publication;
import eoca.job.store.CampaignRuns;
import eoca.job.store.RunFolder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Publishing and rolling back: asked first, and only if what was asked is still so. */
final class PublishPages {
  private static final int LONGEST_REASON = 500;

  private final Runs runs;
  private final Cli cli;
  private final Clock clock;

  PublishPages(Runs runs, Cli cli, Clock clock) {
    this.runs = runs;
    this.cli = cli;
    this.clock = clock;
  }

  Answer askToPublish(Request request, String csrf) {
    return askToPublish(200, request.field("run"), csrf);
  }

  private Answer askToPublish(int status, String name, String csrf) {
    RunFolder folder = runs.find(name);
    CampaignRuns campaign = campaignOf(folder);
    String current = campaign.current();
    String id = folder.path().getFileName().toString();
    boolean already = id.equals(current);
    List<String> refusals =
        already ? List.of() : Publication.refusals(campaign, folder, clock.instant());
    List<String> text = new ArrayList<>();
    if (already) {
      text.add("It is published already.");
    } else {
      text.add(
          current == null
              ? "Nothing is published yet."
              : "Published now: " + current + ". It is kept; a roll back goes back to it.");
      text.add("The run's files are checked first. Then readers see the new run at once.");
    }
    List<String> words = new ArrayList<>(List.of("publish", name));
    if (!refusals.isEmpty()) {
      words.addAll(List.of("--override", "--reason", "WHY"));
    }
    ConfirmView view =
        new ConfirmView(
            "Publish " + id + "?",
            text,
            refusals,
            !already,
            "/publish",
            csrf,
            Map.of("run", name, "was", current == null ? "" : current),
            "Yes, publish",
            "/run?run=" + name);
    Frame frame = Frame.ofRun("Publish", name, "Publish", cli.line(words));
    return Answer.html(status, Html.of("confirm", Map.of("frame", frame, "view", view)));
  }

  Answer askToRollBack(Request request, String csrf) {
    CampaignRuns campaign = runs.campaign(request.field("campaign"));
    String current = campaign.current();
    List<String> published = campaign.published();
    String before = null;
    for (String id : published) {
      before = !id.equals(current) && runs.place(name(campaign, id), false) != null ? id : before;
    }
    List<String> text = new ArrayList<>();
    text.add(current == null ? "Nothing is published." : "Published now: " + current + ".");
    text.add(
        before == null
            ? "No run was published before it."
            : "CURRENT will name " + before + ", after its files were checked. None is deleted.");
    ConfirmView view =
        new ConfirmView(
            "Roll back?",
            text,
            List.of(),
            before != null,
            "/rollback",
            csrf,
            Map.of("campaign", campaign.campaign(), "was", current == null ? "" : current),
            "Yes, roll back",
            "/");
    Frame frame =
        Frame.of("Roll back", campaign.campaign(), cli.line("rollback", campaign.campaign()));
    return Answer.html(200, Html.of("confirm", Map.of("frame", frame, "view", view)));
  }

  private static String name(CampaignRuns campaign, String id) {
    return campaign.campaign() + "/" + id;
  }

  private CampaignRuns campaignOf(RunFolder folder) {
    CampaignRuns campaign = Publication.campaignOf(folder, runs.folder());
    if (campaign == null) {
      throw new Refusal(404, "The run lies elsewhere.");
    }
    return campaign;
  }

  /** What was confirmed must still be so: somebody else may have published meanwhile. */
  private static void requireSame(CampaignRuns campaign, Request request) {
    String current = campaign.current();
    if (!request.field("was").equals(current == null ? "" : current)) {
      throw new Refusal(
          409,
          "Another run was published meanwhile (" + current + ").",
          "Look again before you confirm.");
    }
  }

  /** One at a time; other processes are kept out by the campaign's lock. */
  synchronized Answer publish(Request request, String csrf) {
    String name = request.field("run");
    RunFolder folder = runs.find(name);
    CampaignRuns campaign = campaignOf(folder);
    requireSame(campaign, request);
    boolean override = request.ticked("override");
    String reason = request.field("reason");
    if (override && (reason.isEmpty() || reason.length() > LONGEST_REASON)) {
      throw new Refusal(400, "An override needs a reason, of at most 500 characters.");
    }
    if (!override && !Publication.refusals(campaign, folder, clock.instant()).isEmpty()) {
      return askToPublish(409, name, csrf);
    }
    Publication.publish(campaign, folder, override, reason, clock.instant());
    return Answer.redirect("/run?run=" + name);
  }

  /** One at a time; other processes are kept out by the campaign's lock. */
  synchronized Answer rollback(Request request) {
    CampaignRuns campaign = runs.campaign(request.field("campaign"));
    requireSame(campaign, request);
    String id = Publication.rollback(campaign, clock.instant());
    return Answer.redirect("/run?run=" + name(campaign, id));
  }
}
