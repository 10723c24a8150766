package eoca.job.engine;

import eoca.core.Assignment;
import eoca.core.Pins;
import eoca.inputs.assignment.LockedUsers;
import eoca.inputs.campaign.Campaign;
import eoca.inputs.etv.ControlGroup;
import eoca.inputs.etv.EtvTable;
import eoca.inputs.etv.InputFile;
import java.nio.file.Path;
import java.util.List;

/**
 * Which users of a table a strategy chooses for: those who are neither locked nor in the control
 * group. A user who is locked was shown a fund, and so is never in the control group.
 *
 * @param pins who is pinned, or null where nobody is
 * @param lockedFiles the files that name the locked users; empty where the campaign has none
 * @param quotaUsers users that quotas speak of: all but the control group
 */
public record Participants(Pins pins, List<InputFile> lockedFiles, long quotaUsers) {

  /**
   * Reads who is pinned.
   *
   * @param table the campaign's table, open
   * @param threads threads to use; never changes the result
   * @throws eoca.inputs.error.EocaException REJECTED or FILE_SYSTEM for the file of locked users
   */
  public static Participants of(Campaign campaign, EtvTable table, int threads) {
    int users = table.users();
    if (campaign.locked() == null && campaign.control() == null) {
      return new Participants(null, List.of(), users);
    }
    Assignment locked = null;
    List<InputFile> files = List.of();
    long[] control =
        campaign.control() == null ? null : ControlGroup.of(table, campaign.control(), threads);
    if (campaign.locked() != null) {
      Path parent = campaign.file().getParent();
      LockedUsers read =
          LockedUsers.read(
              parent == null ? Path.of("") : parent,
              campaign.locked(),
              table,
              campaign.funds(),
              threads,
              TableInstance.memoryBytes(campaign));
      files = read.files();
      locked = new Assignment(users);
      for (int i = 0; i < read.users().length; i++) {
        int user = read.users()[i];
        locked.set(user, read.funds()[i] & 0xFF);
        if (control != null) {
          control[user >>> 6] &= ~(1L << user);
        }
      }
    }
    Pins pins = new Pins(users, locked, control);
    return new Participants(pins, files, users - pins.controlUsers());
  }
}
