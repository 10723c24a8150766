package eoca.inputs.assignment;

import eoca.inputs.campaign.Campaign;
import eoca.inputs.campaign.Fund;
import eoca.inputs.error.EocaException;
import eoca.inputs.error.FileErrors;
import eoca.inputs.error.Suggestions;
import eoca.inputs.etv.EtvTable;
import eoca.inputs.etv.InputFile;
import eoca.inputs.etv.PartFiles;
import eoca.inputs.etv.UserIds;
import eoca.inputs.files.FileHash;
import eoca.inputs.internal.Crew;
import eoca.inputs.internal.Digits;
import eoca.inputs.internal.FormatException;
import eoca.inputs.internal.Located;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Users who were shown a fund already, read from a file of two columns and found in the ETV table.
 *
 * <p>Ids are compared as text. The file's ids go into a hash table (of the numbers themselves, or
 * of a 64-bit hash with the bytes compared), then one parallel pass over the table's ids finds
 * their rows: O(N + locked), some 20 bytes a locked user and its id.
 *
 * @param files the files, with size, rows and hash
 * @param users row of each locked user in the table, in file order
 * @param funds unsigned index of the fund of each
 */
public record LockedUsers(List<InputFile> files, int[] users, byte[] funds) {
  private static final int DEFECT_CAP = 10_000;
  private static final int SHARD = 1 << 16;
  private static final int TILE = 4096;

  /**
   * Reads the file.
   *
   * @param base the folder that a relative path starts from
   * @param where path and columns
   * @param table the campaign's table, open
   * @param campaignFunds the funds, in order
   * @param threads threads to use; never changes the result
   * @param memoryBytes cap on native memory
   * @throws EocaException 7 if the file is missing or unreadable; 3 with located defects: a user
   *     who is not in the table, a fund that is none, a user twice, a fund above the user's
   *     tolerance
   */
  public static LockedUsers read(
      Path base,
      Campaign.Locked where,
      EtvTable table,
      List<Fund> campaignFunds,
      int threads,
      long memoryBytes) {
    return new Reader(where, table, campaignFunds, threads, memoryBytes).read(base);
  }

  /** One reading. */
  private static final class Reader {
    private final Campaign.Locked where;
    private final EtvTable table;
    private final List<Fund> funds;
    private final List<String> fundIds;
    private final FundIndex index;
    private final int threads;
    private final long memoryBytes;
    private final Located located = new Located(DEFECT_CAP);
    private final boolean text;

    private final Long2IntOpenHashMap entryOf = new Long2IntOpenHashMap();

    /** Ids as text, entry by entry; only for tables whose ids are text. */
    private final HeapIds ids = new HeapIds();

    private int count;
    private int[] next = new int[1024];
    private byte[] fundOf = new byte[1024];
    private long[] place = new long[1024];
    private long[] keyOf = new long[1024];
    private int[] rowOf;
    private PartFiles.Source source;

    Reader(Campaign.Locked where, EtvTable table, List<Fund> funds, int threads, long memoryBytes) {
      this.where = where;
      this.table = table;
      this.funds = funds;
      this.fundIds = funds.stream().map(Fund::id).toList();
      this.index = new FundIndex(fundIds);
      this.threads = threads;
      this.memoryBytes = memoryBytes;
      this.text = table.userIds().isText();
      entryOf.defaultReturnValue(-1);
      ids.clear(true);
    }

    LockedUsers read(Path base) {
      List<PartFiles.Source> sources = PartFiles.find(base, where.path(), "locked");
      long[] rows = new long[sources.size()];
      for (PartFiles.Source each : sources) {
        source = each;
        try {
          new LockedRows(
                  each.path(),
                  where.userColumn(),
                  where.fundColumn(),
                  memoryBytes,
                  (row, user, fund) -> {
                    rows[each.index()] = row;
                    row(row, user, fund);
                  })
              .read();
        } catch (FormatException e) {
          located.add(each.index(), each.name(), e.row(), -1, e.column(), e::value, e.rule());
        }
      }
      findRows();
      checkRows(sources);
      long defects = located.count();
      if (defects > 0) {
        throw EocaException.rejected(
            String.format(
                Locale.ROOT,
                "input data rejected: %,d defect%s in the locked users (%s)",
                defects,
                defects == 1 ? "" : "s",
                where.path()),
            "Every locked user must be in the ETV table once, with a fund of the campaign that the"
                + " user's tolerance allows; mend the rows listed and run again.",
            located.first(),
            defects);
      }
      return new LockedUsers(
          hashed(sources, rows), Arrays.copyOf(rowOf, count), Arrays.copyOf(fundOf, count));
    }

    private List<InputFile> hashed(List<PartFiles.Source> sources, long[] rows) {
      List<FileHash.Hashed> hashes =
          FileHash.sha256(
              sources.stream().map(PartFiles.Source::path).toList(),
              threads,
              eoca.inputs.Progress.NONE);
      List<InputFile> files = new ArrayList<>();
      for (int i = 0; i < hashes.size(); i++) {
        PartFiles.Source each = sources.get(i);
        try {
          if (!each.isUnchanged()) {
            throw EocaException.fileSystem(
                "input file (" + each.name() + ") changed while it was read",
                "Maybe another job writes it; write it beside and rename it.",
                null);
          }
        } catch (IOException e) {
          throw FileErrors.of("read", each.name(), e);
        }
        files.add(
            new InputFile(each.path(), hashes.get(i).bytes(), rows[i], hashes.get(i).sha256()));
      }
      return List.copyOf(files);
    }

    private void defect(long row, String column, byte[] value, String rule) {
      located.add(
          source.index(),
          source.name(),
          row,
          column.equals(where.userColumn()) ? 0 : 1,
          column,
          () -> value == null ? "" : new String(value, StandardCharsets.UTF_8),
          rule);
    }

    private void row(long row, byte[] user, byte[] fund) {
      int given = fund == null ? -1 : index.find(fund, 0, fund.length);
      if (given < 0) {
        String name = fund == null ? "" : new String(fund, StandardCharsets.UTF_8);
        defect(
            row,
            where.fundColumn(),
            fund,
            ("must be a fund of the campaign. " + Suggestions.maybe(name, fundIds)).strip());
      }
      if (user == null) {
        defect(row, where.userColumn(), null, "must be a user id");
      } else if (!text && !Digits.isCanonical(user, 0, user.length)) {
        defect(row, where.userColumn(), user, "must be a user of the ETV table");
      } else {
        add(row, user, given);
      }
    }

    private void add(long row, byte[] user, int fund) {
      long key = text ? hash(user, 0, user.length) : Digits.parse(user, 0, user.length);
      int first = entryOf.get(key);
      for (int entry = first; entry >= 0; entry = text ? next[entry] : -1) {
        if (!text || isId(entry, user, 0, user.length)) {
          long at = place[entry];
          defect(
              row,
              where.userColumn(),
              user,
              "a user must be locked once (first in row " + (at & 0xFFFF_FFFFL) + ")");
          return;
        }
      }
      if (count == fundOf.length) {
        next = Arrays.copyOf(next, 2 * count);
        fundOf = Arrays.copyOf(fundOf, 2 * count);
        place = Arrays.copyOf(place, 2 * count);
        keyOf = Arrays.copyOf(keyOf, 2 * count);
      }
      next[count] = first;
      fundOf[count] = (byte) Math.max(0, fund);
      place[count] = (long) source.index() << 32 | row;
      keyOf[count] = key;
      if (text) {
        ids.add(user, 0, user.length);
      }
      entryOf.put(key, count++);
    }

    private boolean isId(int entry, byte[] bytes, int from, int length) {
      boolean[] same = {false};
      ids.copyText(
          entry,
          1,
          (b, offset, n) ->
              same[0] = Arrays.equals(b, offset, offset + n, bytes, from, from + length));
      return same[0];
    }

    /** One pass over the table's ids; different shards find different entries. */
    private void findRows() {
      rowOf = new int[count];
      Arrays.fill(rowOf, -1);
      if (count == 0) {
        return;
      }
      UserIds all = table.userIds();
      int users = table.users();
      int shards = (int) (((long) users + SHARD - 1) / SHARD);
      try (Crew crew = new Crew("eoca-locked", Math.max(1, Math.min(threads, shards)))) {
        crew.run(
            shards,
            shard -> {
              int from = shard * SHARD;
              int length = Math.min(SHARD, users - from);
              if (text) {
                int[] user = {from};
                all.copyText(from, length, (b, o, n) -> findText(user[0]++, b, o, n));
              } else {
                findNumbers(all, from, length);
              }
            });
      }
    }

    private void findNumbers(UserIds all, int from, int length) {
      long[] tile = new long[TILE];
      for (int at = 0; at < length; at += TILE) {
        int n = Math.min(TILE, length - at);
        all.copyInt64(from + at, tile, n);
        for (int i = 0; i < n; i++) {
          int entry = entryOf.get(tile[i]);
          if (entry >= 0) {
            rowOf[entry] = from + at + i;
          }
        }
      }
    }

    private void findText(int user, byte[] bytes, int offset, int length) {
      for (int entry = entryOf.get(hash(bytes, offset, length)); entry >= 0; entry = next[entry]) {
        if (isId(entry, bytes, offset, length)) {
          rowOf[entry] = user;
          return;
        }
      }
    }

    /** Users who are not there, and funds they may not have. */
    private void checkRows(List<PartFiles.Source> sources) {
      byte[] tolerance = new byte[1];
      for (int entry = 0; entry < count; entry++) {
        int user = rowOf[entry];
        source = sources.get((int) (place[entry] >>> 32));
        long row = place[entry] & 0xFFFF_FFFFL;
        if (user < 0) {
          defect(row, where.userColumn(), idOf(entry), "must be a user of the ETV table");
          continue;
        }
        table.copyTolerance(user, tolerance, 1);
        Fund fund = funds.get(fundOf[entry] & 0xFF);
        if (tolerance[0] < fund.risk()) {
          defect(
              row,
              where.fundColumn(),
              fund.id().getBytes(StandardCharsets.UTF_8),
              "user "
                  + table.userIds().id(user)
                  + " has tolerance "
                  + tolerance[0]
                  + ", the fund's risk is "
                  + fund.risk());
        }
      }
    }

    private byte[] idOf(int entry) {
      String id = text ? ids.id(entry) : Long.toString(keyOf[entry]);
      return id.getBytes(StandardCharsets.UTF_8);
    }

    /** 64 bits of any id; ids that share them are told apart by their bytes. */
    private static long hash(byte[] bytes, int from, int length) {
      long hash = 0xCBF29CE484222325L;
      for (int i = from; i < from + length; i++) {
        hash = (hash ^ bytes[i]) * 0x100000001B3L;
      }
      return hash ^ hash >>> 29;
    }
  }
}
