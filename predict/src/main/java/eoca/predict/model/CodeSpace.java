package eoca.predict.model;

import eoca.inputs.features.Action;
import eoca.inputs.features.CategoryEncoder;
import eoca.inputs.features.FittedFeatures;
import eoca.inputs.features.FittedFeatures.Fitted;
import eoca.predict.net.BehaviourAttention;
import java.util.List;

/**
 * Which rows of the one embedding table belong to which field: the users' categorical features, the
 * funds', behaviour items, actions, time buckets, merchants, in this order.
 */
final class CodeSpace {
  final int[] userFields;
  final int[] fundFields;
  final int userNumbers;
  final int fundNumbers;
  final int[] userCategories;
  final int[] userNumeric;
  final int[] fundCategories;
  final int[] fundNumeric;
  final int items;
  final int actions;
  final int times;
  final int merchants;
  final int rows;

  CodeSpace(FittedFeatures fitted, boolean behaviour, boolean graph) {
    userCategories = indexes(fitted.users(), true);
    userNumeric = indexes(fitted.users(), false);
    fundCategories = indexes(fitted.funds(), true);
    fundNumeric = indexes(fitted.funds(), false);
    userNumbers = 2 * userNumeric.length;
    fundNumbers = 2 * fundNumeric.length;
    userFields = new int[userCategories.length];
    fundFields = new int[fundCategories.length];
    int next = 0;
    for (int i = 0; i < userFields.length; i++) {
      userFields[i] = next;
      next = Math.addExact(next, fitted.users().get(userCategories[i]).encoder().codes());
    }
    for (int i = 0; i < fundFields.length; i++) {
      fundFields[i] = next;
      next = Math.addExact(next, fitted.funds().get(fundCategories[i]).encoder().codes());
    }
    items = next;
    next = Math.addExact(next, behaviour ? codes(fitted.items()) : 0);
    actions = next;
    next += behaviour ? Action.words().size() + 1 : 0;
    times = next;
    next += behaviour ? BehaviourAttention.TIME_BUCKETS : 0;
    merchants = next;
    next = Math.addExact(next, graph ? codes(fitted.merchants()) : 0);
    rows = next;
  }

  private static int codes(CategoryEncoder encoder) {
    return encoder.codes();
  }

  private static int[] indexes(List<Fitted> features, boolean categorical) {
    return java.util.stream.IntStream.range(0, features.size())
        .filter(i -> (features.get(i).encoder() != null) == categorical)
        .toArray();
  }
}
