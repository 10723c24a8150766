package eoca.predict.link;

/**
 * The part of the visits that a model may see, from both sides.
 *
 * @param userStart first edge of each user, and the end
 * @param merchant of each edge, by user
 * @param weight amount of each edge, by user
 * @param merchantStart first edge of each merchant, and the end
 * @param user of each edge, by merchant
 * @param userWeight amount of each edge, by merchant
 */
record Shown(
    int[] userStart,
    int[] merchant,
    float[] weight,
    int[] merchantStart,
    int[] user,
    float[] userWeight) {

  /**
   * @param until visits of each user that are over; later ones are not there
   */
  static Shown of(Visits visits, int[] until) {
    int users = visits.users();
    int[] userStart = new int[users + 1];
    int[] merchantStart = new int[visits.merchants() + 1];
    for (int u = 0; u < users; u++) {
      for (int k = 0; k < until[u]; k++) {
        merchantStart[visits.merchantAt(u, k) + 1]++;
      }
      userStart[u + 1] = userStart[u] + until[u];
    }
    for (int m = 0; m < visits.merchants(); m++) {
      merchantStart[m + 1] += merchantStart[m];
    }
    int edges = userStart[users];
    int[] merchant = new int[edges];
    float[] weight = new float[edges];
    int[] user = new int[edges];
    float[] userWeight = new float[edges];
    int[] next = merchantStart.clone();
    int at = 0;
    for (int u = 0; u < users; u++) {
      for (int k = 0; k < until[u]; k++) {
        int m = visits.merchantAt(u, k);
        float amount = visits.amount()[visits.start()[u] + k];
        merchant[at] = m;
        weight[at++] = amount;
        user[next[m]] = u;
        userWeight[next[m]++] = amount;
      }
    }
    return new Shown(userStart, merchant, weight, merchantStart, user, userWeight);
  }

  int merchants() {
    return merchantStart.length - 1;
  }

  int users() {
    return userStart.length - 1;
  }

  /** Users who paid a merchant. */
  int payers(int merchant) {
    return merchantStart[merchant + 1] - merchantStart[merchant];
  }

  /** Marks a user's merchants in a row of a mask. */
  void mark(int user, boolean[] mask, int at) {
    for (int e = userStart[user]; e < userStart[user + 1]; e++) {
      mask[at + merchant[e]] = true;
    }
  }
}
